import { createHash, timingSafeEqual } from 'node:crypto';

import { invalid } from './errors.ts';

/** The two digests that npm documents carry. */
export interface Digests {
  /** Subresource integrity: `sha512-` and base64. */
  readonly integrity: string;
  /** SHA-1 in hex: yarn 1 writes it into lockfiles. */
  readonly shasum: string;
}

const SHA512 = /^sha512-[A-Za-z0-9+/]{86}==$/;

export interface DigestStream {
  update(bytes: Uint8Array): void;
  digests(): Digests;
}

export function createDigests(): DigestStream {
  const sha512 = createHash('sha512');
  const sha1 = createHash('sha1');
  return {
    update(bytes) {
      sha512.update(bytes);
      sha1.update(bytes);
    },
    digests: () => ({
      integrity: `sha512-${sha512.digest('base64')}`,
      shasum: sha1.digest('hex'),
    }),
  };
}

/** The SHA-512 in hex that an integrity stands for: a blob's name. */
export function blobKey(integrity: string): string {
  if (!SHA512.test(integrity)) throw invalid(`"${integrity}" is not a sha512 integrity`);
  return Buffer.from(integrity.slice('sha512-'.length), 'base64').toString('hex');
}

/** Refuses what a publisher claims about its tarball and the bytes deny. Absent claims pass. */
export function checkDigests(
  claimed: { readonly integrity?: string | undefined; readonly shasum?: string | undefined },
  actual: Digests,
): void {
  const sha512 = claimed.integrity?.split(/\s+/).filter((hash) => hash.startsWith('sha512-'));
  if (sha512 && sha512.length > 0 && !sha512.includes(actual.integrity)) {
    throw invalid(
      `the tarball arrived with another content than announced: dist.integrity says ${sha512.join(' ')}, the bytes have ${actual.integrity}. Pack and publish again`,
    );
  }
  if (claimed.shasum !== undefined && claimed.shasum.toLowerCase() !== actual.shasum) {
    throw invalid(
      `the tarball arrived with another content than announced: dist.shasum says ${claimed.shasum}, the bytes have ${actual.shasum}. Pack and publish again`,
    );
  }
}

/** SHA-256 in hex: how secrets are stored. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Compares without telling by its time how much of a guess was right. */
export function sameSecret(a: string, b: string): boolean {
  const [left, right] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return left !== undefined && right !== undefined && timingSafeEqual(left, right);
}
