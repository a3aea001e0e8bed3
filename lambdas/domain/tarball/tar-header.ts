import { invalid } from '#domain/errors.ts';
import { quote } from '#domain/phrasing.ts';

/** One header block of a tar archive. */
export interface TarHeader {
  /** POSIX's type flag, such as `0` for a file. */
  readonly type: string;
  /** With U+FFFD for what is not UTF-8: a name that an extended header replaces may be cut short. */
  readonly name: string;
  readonly size: number;
}

export const BLOCK = 512;

/**
 * Where POSIX's fields are. Clients disagree on almost every field that is not filled in the plain
 * way (what follows a NUL, numbers that are no octal numbers, a magic without a version), and an
 * archive that is two packages to two clients is an attack. So only the plain way passes.
 */
const NAME = [0, 100] as const;
const SIZE = [124, 12] as const;
const CHECKSUM = [148, 8] as const;
const TYPE = 156;
const LINK_NAME = [157, 100] as const;
const MAGIC = [257, 8] as const;
const PREFIX = [345, 155] as const;
const PREFIX_WITH_TIMES = [345, 131] as const;
const TIMES = [476, 24] as const;
const MODE = [100, 8] as const;
/** uid, gid, mtime, device major and minor. */
const UNUSED_NUMBERS = [
  [108, 8],
  [116, 8],
  [136, 12],
  [329, 8],
  [337, 8],
] as const;

const POSIX = 'ustar\u000000';
const GNU = 'ustar  \0';
const OCTAL = /^ *([0-7]+)[ \0]+$/;
const BLANK = /^[ \0]*$/;
const TIMES_OF_STAR = /^[0-7 \0]*$/;
const ZEROS = Buffer.alloc(BLOCK);

type Field = readonly [start: number, length: number];

const field = (block: Buffer, [start, length]: Field): Buffer =>
  block.subarray(start, start + length);

export const isZeroBlock = (block: Buffer): boolean => block.equals(ZEROS);

export function readHeader(block: Buffer): TarHeader {
  if (octal(block, CHECKSUM) !== sum(block)) {
    throw invalid('the tarball is damaged: an entry has a wrong checksum');
  }
  const type = block[TYPE] === 0 ? '0' : String.fromCharCode(block[TYPE] ?? 0);
  const name = fullName(block);
  if (name === '') throw invalid('the tarball is damaged: an entry has no name');
  refuseOddNumbers(block, name);
  const size = octal(block, SIZE);
  if (size === undefined) throw damaged(name, 'has a size that is not an octal number');
  return { type, name, size };
}

/** The other end of a link; refused with every type that cannot have one. */
export const linkName = (block: Buffer): string => text(block, LINK_NAME, 'link name');

function sum(block: Buffer): number {
  let total = 0;
  for (const byte of block) total += byte;
  for (const byte of field(block, CHECKSUM)) total += 0x20 - byte;
  return total;
}

function octal(block: Buffer, where: Field): number | undefined {
  const digits = OCTAL.exec(field(block, where).toString('latin1'))?.[1];
  return digits === undefined ? undefined : Number.parseInt(digits, 8);
}

function fullName(block: Buffer): string {
  const name = text(block, NAME, 'name');
  const magic = field(block, MAGIC).toString('latin1');
  if (magic === POSIX) {
    const prefix = posixPrefix(block, name);
    return prefix === '' ? name : `${prefix}/${name}`;
  }
  if (magic !== GNU) throw damaged(name, 'has a header of neither POSIX nor GNU tar');
  // Some clients read a prefix there and some do not; GNU tar has it for incremental dumps only.
  if (!isZero(field(block, PREFIX))) throw damaged(name, 'has fields of an incremental dump');
  return name;
}

/** node-tar and star keep two times in the last part where the prefix leaves it free. */
function posixPrefix(block: Buffer, name: string): string {
  if (block[TIMES[0] - 1] !== 0) return text(block, PREFIX, 'prefix');
  if (!TIMES_OF_STAR.test(field(block, TIMES).toString('latin1'))) {
    throw damaged(name, 'has something else after its prefix');
  }
  return text(block, PREFIX_WITH_TIMES, 'prefix');
}

/** Text up to the first NUL; after it there may be only more of them. */
function text(block: Buffer, where: Field, what: string): string {
  const bytes = field(block, where);
  const end = bytes.indexOf(0);
  const used = end < 0 ? bytes : bytes.subarray(0, end);
  if (end >= 0 && !isZero(bytes.subarray(end))) {
    throw damaged(used.toString(), `has a ${what} that goes on after its end`);
  }
  return used.toString();
}

const isZero = (bytes: Buffer): boolean => bytes.equals(ZEROS.subarray(0, bytes.length));

/** They decide nothing here, but node-tar, pnpm and others stop or skip where they cannot read them. */
function refuseOddNumbers(block: Buffer, name: string): void {
  const readable =
    isOctal(field(block, MODE)) &&
    UNUSED_NUMBERS.map((where) => field(block, where)).every(
      (bytes) => isOctal(bytes) || isBinary(bytes),
    );
  if (!readable) throw damaged(name, 'has a number in its header that cannot be read');
}

function isOctal(bytes: Buffer): boolean {
  const digits = bytes.toString('latin1');
  return OCTAL.test(digits) || BLANK.test(digits);
}

/** GNU's form of numbers that are too large for the digits, such as some owners': up to 48 bits. */
function isBinary(bytes: Buffer): boolean {
  const [first] = bytes;
  if (first !== 0x80 && first !== 0xff) return false;
  const fill = first === 0x80 ? 0 : 0xff;
  return bytes.subarray(1, -6).every((byte) => byte === fill);
}

const damaged = (name: string, what: string): Error =>
  invalid(`the tarball is damaged: its entry ${quote(name)} ${what}`);
