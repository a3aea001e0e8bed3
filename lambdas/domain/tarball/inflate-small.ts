import { inflateRawSync } from 'node:zlib';

/** Compressed bytes that are worth holding back, and what they may become, to be unpacked at once. */
export const SMALL = 32 * 1024;
const MOST_UNPACKED = 1024 * 1024;

interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/**
 * Unpacks raw deflate in one go, which for a small tarball takes less time than a stream takes to be
 * set up. Undefined for whatever is not plainly right: the stream then says what is wrong with it.
 */
export function inflateSmall(
  compressed: Uint8Array,
): { readonly bytes: Buffer; readonly rest: Uint8Array } | undefined {
  try {
    const options = { info: true, maxOutputLength: MOST_UNPACKED };
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what `info` makes of the answer
    const { buffer, engine } = inflateRawSync(compressed, options) as unknown as Inflated;
    return { bytes: buffer, rest: compressed.subarray(engine.bytesWritten) };
  } catch {
    return undefined;
  }
}
