import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
} from 'node:crypto';
import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import path from 'node:path';

import type { PublicKey, Signer } from '#store/signer.ts';

import { isCode, syncFolder } from './write-file.ts';

/**
 * Signs with the key in a file, readable by its owner alone and made when it is missing. Losing it makes
 * new signatures unverifiable against old ones: it belongs into the backup.
 */
export async function openSigner(file: string): Promise<Signer> {
  const privateKey = createPrivateKey(await readOrCreate(file));
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  const key: PublicKey = {
    keyid: `SHA256:${createHash('sha256').update(spki).digest('base64')}`,
    keytype: 'ecdsa-sha2-nistp256',
    scheme: 'ecdsa-sha2-nistp256',
    key: spki.toString('base64'),
    expires: null,
  };
  return {
    async sign(text) {
      const signature = sign('sha256', Buffer.from(text), privateKey);
      return { keyid: key.keyid, sig: signature.toString('base64') };
    },
    publicKeys: async () => [key],
  };
}

async function readOrCreate(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  await writeOnce(file, privateKey);
  return privateKey;
}

/** Durable before anything is signed with it, and never over a key that is there. */
async function writeOnce(file: string, text: string): Promise<void> {
  const temporary = `${file}.${process.pid}.tmp`;
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await link(temporary, file);
  await unlink(temporary);
  await syncFolder(path.dirname(file));
}
