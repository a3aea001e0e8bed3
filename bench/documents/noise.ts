import { createCipheriv, createHash } from 'node:crypto';

/** Bytes that do not compress and are the same for the same seed. */
export function noise(seed: string, length: number): Buffer {
  const key = createHash('sha256').update(seed).digest();
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(length));
}

/** Hexadecimal digits of a seed, as a commit would be named. */
export const hex = (seed: string, digits: number): string =>
  createHash('sha256').update(seed).digest('hex').slice(0, digits);

/** A number below a limit, the same for the same seed. */
export const pick = (seed: string, below: number): number =>
  createHash('sha256').update(seed).digest().readUInt32BE() % below;
