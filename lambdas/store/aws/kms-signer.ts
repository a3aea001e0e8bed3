import { createHash } from 'node:crypto';

import type { PublicKey, Signer } from '#store/signer.ts';

import { variable } from './environment.ts';
import { callJson } from './json-call.ts';
import type { Identity } from './signature.ts';

/** Signs with a key that never leaves KMS. */
export function openSigner(KeyId = variable('PANTRY_SIGNING_KEY')): Signer {
  let known: Promise<PublicKey> | undefined;
  const publicKey = async (): Promise<PublicKey> => {
    known ??= readPublicKey(KeyId).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    async sign(text) {
      const [{ keyid }, answer] = await Promise.all([
        publicKey(),
        callJson('kms', 'Sign', {
          KeyId,
          Message: Buffer.from(text).toString('base64'),
          MessageType: 'RAW',
          SigningAlgorithm: 'ECDSA_SHA_256',
        }),
      ]);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what KMS answers
      return { keyid, sig: (answer as { readonly Signature: string }).Signature };
    },
    publicKeys: async () => [await publicKey()],
  };
}

/** The public half of a key. Throws AwsError. */
export async function readPublicKey(KeyId: string, identity?: Identity): Promise<PublicKey> {
  const answer = await callJson('kms', 'GetPublicKey', { KeyId }, identity);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what KMS answers
  const { PublicKey: key } = answer as { readonly PublicKey: string };
  return {
    keyid: `SHA256:${createHash('sha256').update(Buffer.from(key, 'base64')).digest('base64')}`,
    keytype: 'ecdsa-sha2-nistp256',
    scheme: 'ecdsa-sha2-nistp256',
    key,
    expires: null,
  };
}
