import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Seals small secrets that the registry has to read again, so that who has the table alone has none of them. */
export interface Sealer {
  /** A text to keep. */
  seal(secret: Uint8Array, owner: string): Promise<string>;
  /** What was sealed. Throws for a text that was changed, or that was sealed for somebody else. */
  unseal(sealed: string, owner: string): Promise<Uint8Array>;
}

/** Bytes of the key that everything is sealed with. */
export const SEALING_KEY = 32;

const CIPHER = 'aes-256-gcm';
const NONCE = 12;
const TAG = 16;
/** Says how the rest is to be read. */
const VERSION = 'a1.';

/** Seals with one key. `keyTo` is told what for: where nothing was sealed yet, sealing may make it. */
export const createSealer = (
  keyTo: (purpose: 'seal' | 'unseal') => Promise<Uint8Array>,
): Sealer => ({
  async seal(secret, owner) {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv(CIPHER, await keyTo('seal'), nonce);
    cipher.setAAD(Buffer.from(owner));
    const bytes = [nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()];
    return VERSION + Buffer.concat(bytes).toString('base64');
  },
  async unseal(sealed, owner) {
    const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64');
    if (!sealed.startsWith(VERSION) || bytes.length < NONCE + TAG) {
      throw new Error('this is nothing that a registry sealed');
    }
    const nonce = bytes.subarray(0, NONCE);
    const key = await keyTo('unseal');
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-TAG));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
  },
});

/** A key from its text. Throws where it is none, naming the place. */
export function parseSealingKey(text: string, place: string): Uint8Array {
  const key = Buffer.from(text, 'base64');
  if (key.length === SEALING_KEY) return key;
  throw new Error(`${place} holds no key: put the one of the backup there`);
}

export const newSealingKey = (): string => randomBytes(SEALING_KEY).toString('base64');
