import { createHash, createPublicKey, verify } from 'node:crypto';
import { describe, expect, test } from 'vitest';

import type { Signer } from '#store/signer.ts';

/** What every signer does, told by the way npm verifies. */
export function signerContract(name: string, open: () => Promise<Signer>): void {
  describe(`signer, ${name}`, () => {
    test('a signature verifies with the public key of its id, for that text only', async () => {
      const signer = await open();
      const text = '@acme/tool@1.0.0:sha512-abc==';
      const { keyid, sig } = await signer.sign(text);
      const key = (await signer.publicKeys()).find((each) => each.keyid === keyid);
      expect(key).toMatchObject({
        keytype: 'ecdsa-sha2-nistp256',
        scheme: 'ecdsa-sha2-nistp256',
        expires: null,
      });
      const pem = `-----BEGIN PUBLIC KEY-----\n${key?.key ?? ''}\n-----END PUBLIC KEY-----`;
      const check = (signed: string): boolean =>
        verify('sha256', Buffer.from(signed), createPublicKey(pem), Buffer.from(sig, 'base64'));
      expect([check(text), check(`${text}x`)]).toEqual([true, false]);
    });

    test('a key is called by the hash of what is published of it', async () => {
      const [key] = await (await open()).publicKeys();
      const hash = createHash('sha256').update(Buffer.from(key?.key ?? '', 'base64'));
      expect(key?.keyid).toBe(`SHA256:${hash.digest('base64')}`);
    });
  });
}
