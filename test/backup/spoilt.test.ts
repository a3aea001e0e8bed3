import { appendFileSync, cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { pantry } from '../cli/run.ts';
import { user } from '../client.ts';
import { pack } from '../packages.ts';
import { folder, server } from '../target.ts';
import { backupIn, blobsIn, linesOf, rewriteManifest, rewriteSegment } from './spoil.ts';

const PASSPHRASE = { PANTRY_BACKUP_PASSPHRASE: 'a phrase that nobody guesses' };

let good: string;
let data: string;

beforeAll(async () => {
  [good, data] = [folder(), folder()];
  const registry = await server({ data });
  const alice = await user(registry, 'alice');
  const tarball = pack({ name: 'kept', version: '1.0.0' }, { 'n.txt': 'n'.repeat(5000) });
  await alice.publish({ name: 'kept', version: '1.0.0' }, { tarball, readme: '# kept' });
  await registry.stop?.();
  await pantry(folder(), ['backup', good, '--data', data], PASSPHRASE);
});

/** A copy of a good backup, to be spoilt. */
function copy(): string {
  const place = folder();
  cpSync(good, place, { recursive: true });
  return place;
}

const verify = async (place: string) => pantry(folder(), ['backup', 'verify', place]);

const restore = async (place: string, ...more: readonly string[]) => {
  const into = path.join(folder(), 'data');
  const args = ['restore', place, '--data', into, '--upstream', 'none', ...more];
  return { into, ...(await pantry(folder(), args, PASSPHRASE)) };
};

const segmentOf = (place: string, kind: string): string =>
  path.join(backupIn(place), `${kind}-00001.jsonl.zst`);

/** What is wrong with a backup, and the sentence that says so. */
const USELESS: readonly (readonly [string, (place: string) => void, RegExp])[] = [
  [
    'a folder without backups',
    (place) => rmSync(path.join(place, 'backups'), { recursive: true }),
    /there is no complete backup in/,
  ],
  [
    'a half backup',
    (place) => rmSync(path.join(backupIn(place), 'manifest.json')),
    /there is no complete backup in .+ run it again/,
  ],
  [
    'a manifest that was cut',
    (place) => writeFileSync(path.join(backupIn(place), 'manifest.json'), '{"format":1,'),
    /the backup \S+ is damaged/,
  ],
  [
    'a manifest that was changed',
    (place) => appendFileSync(path.join(backupIn(place), 'manifest.json'), ' {}'),
    /the backup \S+ is damaged/,
  ],
  [
    'a newer format',
    (place) => rewriteManifest(place, (said) => ({ ...said, format: 2, new: true })),
    /written by a newer Pantry: it has format 2, this version reads up to 1/,
  ],
  [
    'the manifest of another',
    (place) => rewriteManifest(place, (said) => ({ ...said, id: '20200101T000000Z-00000000' })),
    /says that it is another one/,
  ],
  [
    'a damaged segment',
    (place) => appendFileSync(segmentOf(place, 'items'), 'x'),
    /items-00001.jsonl.zst is larger than it was written/,
  ],
  [
    'a segment of other bytes',
    (place) =>
      rewriteManifest(place, (said) => ({
        ...said,
        items: {
          ...said['items'],
          segments: [{ ...said['items'].segments[0], sha256: '0'.repeat(64) }],
        },
      })),
    /items-00001.jsonl.zst is damaged/,
  ],
  [
    'a missing segment',
    (place) => rmSync(segmentOf(place, 'blobs')),
    /blobs-00001.jsonl.zst is missing/,
  ],
  [
    'fewer items than it says',
    (place) =>
      rewriteManifest(place, (said) => ({ ...said, items: { ...said['items'], count: 9999 } })),
    /items are there of 9999/,
  ],
  [
    'a segment that leads elsewhere',
    (place) =>
      rewriteManifest(place, (said) => ({
        ...said,
        items: {
          ...said['items'],
          segments: [{ ...said['items'].segments[0], name: '../../../etc/passwd' }],
        },
      })),
    /the backup \S+ is damaged/,
  ],
  [
    'a blob that leads elsewhere',
    (place) =>
      rewriteSegment(place, 'blobs', [
        JSON.stringify({ key: '../../keys/signing.pem', kinds: ['own'], size: 1 }),
      ]),
    /its list of blobs says what Pantry does not write/,
  ],
  [
    'an item without keys',
    (place) => rewriteSegment(place, 'items', ['{"name":"x"}']),
    /an item has no keys/,
  ],
  [
    'an item that is none',
    (place) => rewriteSegment(place, 'items', ['[]']),
    /an item has no keys/,
  ],
  [
    'a line without end',
    (place) =>
      rewriteSegment(place, 'items', [JSON.stringify({ pk: 'a', sk: 'b', long: 'x'.repeat(5e6) })]),
    /holds no lines such as Pantry writes/,
  ],
  [
    'a segment that unpacks to gigabytes',
    (place) => rewriteSegment(place, 'items', ['x'.repeat(50e6)]),
    /can't be unpacked/,
  ],
  [
    'damaged keys',
    (place) => appendFileSync(path.join(backupIn(place), 'keys.json'), ' '),
    /the keys of the backup \S+ are damaged/,
  ],
  [
    'missing keys',
    (place) => rmSync(path.join(backupIn(place), 'keys.json')),
    /the keys of the backup \S+ are missing/,
  ],
];

describe('a backup of no use', () => {
  test.each(USELESS)('%s: one sentence, and nothing is restored', async (_, spoil, sentence) => {
    const place = copy();
    spoil(place);
    const restored = await restore(place);
    expect(existsSync(path.join(restored.into, 'table.db'))).toBe(false);
    for (const outcome of [await verify(place), restored]) {
      expect([outcome.code, outcome.stdout]).toEqual([1, '']);
      expect(outcome.stderr).toMatch(sentence);
      expect(outcome.stderr).toMatch(/^pantry: .+\n$/);
    }
  });

  test('another passphrase', async () => {
    const args = ['restore', good, '--data', path.join(folder(), 'data')];
    const wrong = await pantry(folder(), args, { PANTRY_BACKUP_PASSPHRASE: 'it is not this one' });
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      expect.stringMatching(/^pantry: the keys of this backup can’t be opened.+\n$/),
    ]);
    const none = await pantry(folder(), args);
    expect(none.stderr).toMatch(/holds keys: give its passphrase by --passphrase-file/);
    const short = await pantry(folder(), args, { PANTRY_BACKUP_PASSPHRASE: 'short' });
    expect(short.stderr).toMatch(/the passphrase is too short/);
  });
});

describe('a backup with a blob that is', () => {
  test.each([
    ['damaged', (file: string) => writeFileSync(file, 'other bytes')],
    ['missing', (file: string) => rmSync(file)],
  ] as const)(
    '%s is restored without it, and says which version it belongs to',
    async (_, spoil) => {
      const place = copy();
      spoil(blobsIn(place).at(-1) ?? '');
      const verified = await verify(place);
      expect([verified.code, verified.stdout]).toEqual([
        1,
        expect.stringContaining('a file of kept@1.0.0 is missing or damaged in the backup\n'),
      ]);
      const restored = await restore(place, '--verify');
      expect([restored.code, restored.stdout]).toEqual([
        1,
        expect.stringContaining(
          'a file of kept@1.0.0 is missing or damaged in the backup: publish it again\n',
        ),
      ]);
      expect((await verify(good)).code).toBe(0);
    },
  );

  test.each([
    ['damaged', 'other bytes'],
    ['missing', undefined],
  ])('%s and of an upstream is restored and compared without it', async (_, bytes) => {
    const place = copy();
    const key = 'ab'.repeat(64);
    const line = JSON.stringify({ key, kinds: ['cached'], size: 11 });
    rewriteSegment(place, 'blobs', [...linesOf(place, 'blobs'), line]);
    if (bytes !== undefined) {
      mkdirSync(path.join(place, 'blobs', 'ab'), { recursive: true });
      writeFileSync(path.join(place, 'blobs', 'ab', key), bytes);
    }
    const { into, code, stdout, stderr } = await restore(place, '--verify');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('all of it was compared');
    expect(stdout).not.toContain('missing or damaged');
    expect(existsSync(path.join(into, 'restoring.json'))).toBe(false);
  });

  test('damaged in the registry: everything else is backed up, and it is named', async () => {
    const [spoilt, place] = [folder(), folder()];
    cpSync(data, spoilt, { recursive: true });
    writeFileSync(blobsIn(spoilt).at(-1) ?? '', 'other bytes');
    const { code, stdout } = await pantry(folder(), ['backup', place, '--data', spoilt]);
    expect([code, stdout]).toEqual([
      1,
      expect.stringContaining(
        'a file of kept@1.0.0 is missing or damaged in the registry: publish it again\n',
      ),
    ]);
    expect((await verify(place)).stdout).toContain('a file of kept@1.0.0');
  });
});
