import { RegistryError } from './errors.ts';

/** A stretch of a tarball that is sent by itself. */
export interface Part {
  /** From 1 on. */
  readonly number: number;
  /** Bytes before it. */
  readonly start: number;
  readonly size: number;
}

/** What is there of it; another size than the part's is none of it. */
export type ReceivedPart = Pick<Part, 'number' | 'size'>;

const MEBIBYTE = 2 ** 20;
/** What is lost where a line breaks, at most; S3 takes no smaller part than 5 MiB but the last. */
const USUAL = 8 * MEBIBYTE;
/** So many addresses fit into one answer; tarballs of gigabytes have larger parts. */
const MOST = 100;

/** Follows from the size alone, so that nobody has to remember it. */
export function partsOf(size: number): readonly Part[] {
  const length = Math.max(USUAL, Math.ceil(size / MOST / MEBIBYTE) * MEBIBYTE);
  return Array.from({ length: Math.ceil(size / length) }, (_, index) => {
    const start = index * length;
    return { number: index + 1, start, size: Math.min(length, size - start) };
  });
}

export function missingFrom(
  parts: readonly Part[],
  received: readonly ReceivedPart[],
): readonly Part[] {
  const sizes = new Map(received.map(({ number, size }) => [number, size]));
  return parts.filter(({ number, size }) => sizes.get(number) !== size);
}

/** Named in an error; the rest is counted. */
const NAMED = 10;

export function partsMissing(missing: readonly Part[], count: number): RegistryError {
  const named = missing.slice(0, NAMED).map(({ number }) => number);
  const others = missing.length - named.length;
  const which = named.join(', ') + (others > 0 ? ` and ${others} more` : '');
  return new RegistryError(
    'conflict',
    `of ${count} parts these have not arrived: ${which}. GET the upload to learn where to put them, then commit again`,
  );
}
