import { tooLarge } from '#domain/errors.ts';

import { createGunzip } from './gunzip.ts';
import { MAX_RATIO, RATIO_COUNTS_FROM, type TarballLimits } from './limits.ts';
import { createPackageContent, type TarballFacts } from './package-content.ts';
import { createTarReader } from './tar-reader.ts';

/**
 * Looks into a tarball while its bytes pass by on their way to somewhere else. Every write is
 * awaited before the next one, which is all the backpressure there is.
 */
export interface TarballInspector {
  /** Rejects as soon as the tarball cannot be accepted any more; then nothing need be written. */
  write(chunk: Uint8Array): Promise<void>;
  /** After the last write. */
  end(): Promise<TarballFacts>;
  /** Where the bytes will not come to an end: gives the memory back. */
  abort(): void;
}

/**
 * Opens a published tarball without extracting it. What it lets through is the same package to
 * every client: npm, pnpm, yarn and bun each have an own reader of gzip and tar, they differ in
 * what they make of odd archives, and a registry must not show one and deliver another.
 */
export function inspectTarball(limits: TarballLimits): TarballInspector {
  const content = createPackageContent(limits);
  const tar = createTarReader(content);
  let unpacked = 0;
  const gunzip = createGunzip((bytes, compressed) => {
    unpacked += bytes.length;
    checkRatio(unpacked, compressed);
    tar.write(bytes);
  });
  return {
    write: (chunk) => gunzip.write(chunk),
    async end() {
      await gunzip.end();
      tar.end();
      return content.facts();
    },
    abort: () => {
      gunzip.abort();
    },
  };
}

function checkRatio(unpacked: number, compressed: number): void {
  if (unpacked <= RATIO_COUNTS_FROM || unpacked <= compressed * MAX_RATIO) return;
  throw tooLarge(
    `the tarball unpacks to more than ${MAX_RATIO} times its size: nothing but padding does that`,
  );
}
