import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto';

import type { PublicKey, Signer } from '#store/signer.ts';

import { readOrCreateKey } from './key-file.ts';

/**
 * Signs with the key in a file, readable by its owner alone and made when it is missing. Losing it makes
 * new signatures unverifiable against old ones: it belongs into the backup.
 */
export async function openSigner(file: string): Promise<Signer> {
  const privateKey = createPrivateKey(await readOrCreateKey(file, createKey));
  const key = publicKeyOf(createPublicKey(privateKey));
  return {
    async sign(text) {
      const signature = sign('sha256', Buffer.from(text), privateKey);
      return { keyid: key.keyid, sig: signature.toString('base64') };
    },
    publicKeys: async () => [key],
  };
}

/** As it is shown to whoever verifies. */
export function publicKeyOf(publicKey: KeyObject): PublicKey {
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  return {
    keyid: `SHA256:${createHash('sha256').update(spki).digest('base64')}`,
    keytype: 'ecdsa-sha2-nistp256',
    scheme: 'ecdsa-sha2-nistp256',
    key: spki.toString('base64'),
    expires: null,
  };
}

const createKey = (): string =>
  generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  }).privateKey;
