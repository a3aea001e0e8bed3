import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import * as v from 'valibot';

import { BackupError } from './backup-error.ts';
import type { SecretKeys } from './registry-sides.ts';

/** Characters that a passphrase needs at least: it is all that stands before the keys. */
export const SHORTEST_PASSPHRASE = 12;

/** Bytes that sealed keys may have. */
export const LONGEST_KEYS = 64 * 1024;

/** 128 MB and a quarter of a second for each guess; fixed, so that no backup can ask for more. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const;
const CIPHER = 'aes-256-gcm';

const Base64 = v.pipe(v.string(), v.base64());
const Sealed = v.object({
  kdf: v.literal('scrypt-17-8-1'),
  salt: Base64,
  nonce: Base64,
  data: Base64,
  tag: Base64,
});
const Keys = v.object({ signing: v.optional(v.string()), sealing: v.optional(v.string()) });

/** Keys that nobody reads without the passphrase, and that belong to this backup alone. */
export async function sealKeys(
  keys: SecretKeys,
  passphrase: string,
  backup: string,
): Promise<Uint8Array> {
  const [salt, nonce] = [randomBytes(16), randomBytes(12)];
  const cipher = createCipheriv(CIPHER, await derive(passphrase, salt), nonce);
  cipher.setAAD(Buffer.from(backup));
  const data = Buffer.concat([cipher.update(JSON.stringify(keys)), cipher.final()]);
  const parts = { salt, nonce, data, tag: cipher.getAuthTag() };
  const texts = Object.entries(parts).map(([name, bytes]) => [name, bytes.toString('base64')]);
  return Buffer.from(JSON.stringify({ kdf: 'scrypt-17-8-1', ...Object.fromEntries(texts) }));
}

/** Throws BackupError where the passphrase is another one, or the keys were changed. */
export async function unsealKeys(
  bytes: Uint8Array,
  passphrase: string,
  backup: string,
): Promise<SecretKeys> {
  try {
    const sealed = v.parse(Sealed, JSON.parse(Buffer.from(bytes).toString()));
    const [salt, nonce, data, tag] = [sealed.salt, sealed.nonce, sealed.data, sealed.tag].map(
      (text) => Buffer.from(text, 'base64'),
    );
    if (!salt || !nonce || !data || !tag) throw new TypeError('a part is missing');
    const key = await derive(passphrase, salt);
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: 16 });
    decipher.setAAD(Buffer.from(backup)).setAuthTag(tag);
    const text = Buffer.concat([decipher.update(data), decipher.final()]).toString();
    return v.parse(Keys, JSON.parse(text));
  } catch (cause) {
    throw new BackupError(
      'the keys of this backup can’t be opened: the passphrase is another one than the backup was made with',
      { cause },
    );
  }
}

const derive = async (passphrase: string, salt: Uint8Array): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFC'), salt, 32, SCRYPT, (error, key) => {
      if (error) reject(error);
      else resolve(key);
    });
  });
