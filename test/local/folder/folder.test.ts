import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { openDocuments } from '../../../local/folder/documents.ts';
import { openSealer } from '../../../local/folder/sealer.ts';
import { openSigner } from '../../../local/folder/signer.ts';
import { blobsContract } from '../../store/blobs-contract.ts';
import { documentOf, documentsContract, KEY } from '../../store/documents-contract.ts';
import { sealerContract } from '../../store/sealer-contract.ts';
import { signerContract } from '../../store/signer-contract.ts';
import { folder } from '../../target.ts';
import { blobsIn } from '../blobs.ts';

blobsContract('a folder', async () => blobsIn(folder()));
documentsContract('a folder', async () => openDocuments(folder()));
signerContract('a key file', async () => openSigner(path.join(folder(), 'keys', 'signing.pem')));

const sealing = path.join(folder(), 'keys', 'sealing.key');
sealerContract('a key file', async () => openSealer(sealing));

describe('the key that second factors are sealed with', () => {
  test('is for its owner alone, and a file that holds none stops the start', async () => {
    const file = path.join(folder(), 'keys', 'sealing.key');
    await openSealer(file);
    expect([statSync(file).mode & 0o777, statSync(path.dirname(file)).mode & 0o777]).toEqual([
      0o600, 0o700,
    ]);
    writeFileSync(file, 'garbage');
    await expect(openSealer(file)).rejects.toThrow(/sealing.key holds no key/);
  });
});

describe('a folder', () => {
  test('that a crash left half-received blobs in is cleared when it is opened', async () => {
    const dir = folder();
    mkdirSync(path.join(dir, 'incoming'));
    writeFileSync(path.join(dir, 'incoming', 'half'), 'x');
    blobsIn(dir);
    expect(readdirSync(path.join(dir, 'incoming'))).toEqual([]);
  });

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, -3)],
    ['empty', () => Buffer.alloc(0)],
    ['garbage', () => Buffer.from('garbage')],
    [
      'with a flipped bit',
      (bytes: Buffer) => Buffer.concat([bytes.subarray(0, -1), Buffer.from('x')]),
    ],
    ['with a header that is no JSON', (bytes: Buffer) => Buffer.concat([Buffer.from('{'), bytes])],
  ])('in which a document is %s has none, and takes a new one', async (_, spoil) => {
    const dir = folder();
    const documents = openDocuments(dir);
    await documents.save(KEY, documentOf(3));
    await documents.flush();
    const files = readdirSync(dir, { recursive: true, encoding: 'utf8' });
    const file = path.join(dir, files.find((each) => each.endsWith('.full')) ?? '');
    writeFileSync(file, spoil(readFileSync(file)));
    expect(await documents.find(KEY)).toBeUndefined();
    expect(await documents.save(KEY, documentOf(4))).toBe('saved');
    await documents.flush();
    expect((await documents.find(KEY))?.rev).toBe(4);
  });

  test('has documents a moment after they were saved, the newest of each, and knows what it lacks', async () => {
    const dir = folder();
    const documents = openDocuments(dir, () => 7);
    expect(documents.oldest()).toBeUndefined();
    for (let rev = 1; rev <= 20; rev += 1) await documents.save(KEY, documentOf(rev));
    expect(documents.oldest()).toBe(7);
    expect(await openDocuments(dir).find(KEY)).toBeUndefined();
    await documents.flush();
    expect(documents.oldest()).toBeUndefined();
    const again = openDocuments(dir);
    expect((await again.find(KEY))?.rev).toBe(20);
    expect(await again.save(KEY, documentOf(19))).toBe('newer-exists');
    await again.remove(KEY, 20);
    expect(await again.find(KEY)).toBeUndefined();
    await again.flush();
    expect(await openDocuments(dir).find(KEY)).toBeUndefined();
  });

  test('keeps its key between starts, for its owner alone', async () => {
    const file = path.join(folder(), 'keys', 'signing.pem');
    const [first, second] = [await openSigner(file), await openSigner(file)];
    expect(await first.publicKeys()).toEqual(await second.publicKeys());
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
