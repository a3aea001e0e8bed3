import { invalid } from '#domain/errors.ts';

const MAGIC = Buffer.from([0x1f, 0x8b]);
const FIXED_LENGTH = 10;
const DEFLATE = 8;
const EXTRA = 4;
const NAME = 8;
const COMMENT = 16;
/** A header checksum, which gzip itself never writes, and the bits without a meaning. */
const UNKNOWN_FLAGS = 0xe2;
/** With a file name and a comment still much less. */
const MAX_LENGTH = 4096;

/** Length of the gzip header that bytes start with; undefined while more of them are needed. */
export function gzipHeaderLength(bytes: Buffer): number | undefined {
  if (!bytes.subarray(0, 2).equals(MAGIC.subarray(0, bytes.length))) throw notGzip(bytes);
  if (bytes.length < FIXED_LENGTH) return undefined;
  const [, , method, flags = 0] = bytes;
  if (method !== DEFLATE || (flags & UNKNOWN_FLAGS) !== 0) {
    throw invalid('the tarball is damaged: its gzip header is of no known kind');
  }
  const length = afterStrings(bytes, flags, afterExtra(bytes, flags));
  if (length > MAX_LENGTH) throw invalid('the tarball is damaged: its gzip header does not end');
  return length <= bytes.length ? length : undefined;
}

function afterExtra(bytes: Buffer, flags: number): number {
  if ((flags & EXTRA) === 0) return FIXED_LENGTH;
  if (bytes.length < FIXED_LENGTH + 2) return FIXED_LENGTH + 2;
  return FIXED_LENGTH + 2 + bytes.readUInt16LE(FIXED_LENGTH);
}

function afterStrings(bytes: Buffer, flags: number, start: number): number {
  return [NAME, COMMENT].reduce((at, flag) => {
    if ((flags & flag) === 0) return at;
    const end = bytes.indexOf(0, at);
    return end < 0 ? Math.max(at, bytes.length) + 1 : end + 1;
  }, start);
}

/** What people send instead: the sentence should tell them so. */
const OTHERS: readonly (readonly [string, string])[] = [
  ['PK', 'a zip archive'],
  ['BZh', 'a bzip2 archive'],
  ['\xfd7zXZ', 'an xz archive'],
  ['\x28\xb5\x2f\xfd', 'a zstd archive'],
  ['<', 'an HTML page'],
  ['{', 'JSON'],
];
const TAR_MAGIC_AT = 257;

export const emptyTarball = (): Error => invalid('the tarball is empty: it has no bytes');

function notGzip(bytes: Buffer): Error {
  const text = bytes.subarray(0, 512).toString('latin1').trimStart();
  const other = OTHERS.find(([start]) => text.startsWith(start))?.[1];
  const tar = bytes.subarray(TAR_MAGIC_AT, TAR_MAGIC_AT + 5).equals(Buffer.from('ustar'));
  const found = tar ? 'a tar archive that is not compressed' : (other ?? 'something else');
  return invalid(`the tarball must be a tar archive compressed with gzip; this is ${found}`);
}
