import { invalid } from '#domain/errors.ts';
import { inMegabytes, quote } from '#domain/phrasing.ts';

import { readEntryPath, type EntryPath } from './entry-path.ts';
import { MAX_EXTENDED_HEADER } from './limits.ts';
import { checkGlobalPax, readPath, readPax, type PaxRecords } from './pax.ts';
import { linkName, readHeader, type TarHeader } from './tar-header.ts';

export interface TarEntry extends EntryPath {
  readonly kind: 'file' | 'folder';
  readonly size: number;
}

/** Takes content, in as many pieces as it comes. */
export type Content = (bytes: Buffer) => void;

export interface TarVisitor {
  /** Before an entry is read; returns who takes its content, if anybody. */
  entry(entry: TarEntry): Content | undefined;
  /** Before the content of a header is read, which counts as well. */
  header(size: number): void;
}

/** What follows a header block. */
export interface Upcoming {
  readonly size: number;
  readonly take?: Content | undefined;
  readonly done?: (() => void) | undefined;
}

/** Makes entries of header blocks. */
export interface EntryReader {
  read(block: Buffer): Upcoming;
  /** Refuses an end where a file is missing. */
  end(): void;
}

/** What headers say about the file that follows them, which must be at once. */
type Extended = PaxRecords | undefined;

/** Refuses all that some clients read differently, skip, or extract as something else than a file. */
export function createEntryReader(visitor: TarVisitor): EntryReader {
  let extended: Extended;
  const readFile = (header: TarHeader, block: Buffer): Upcoming => {
    const entry = toEntry(header, block, extended);
    extended = undefined;
    return { size: entry.size, take: visitor.entry(entry) };
  };
  const readExtension = (header: TarHeader, block: Buffer): Upcoming => {
    const finish = checkExtension(header, block, extended);
    visitor.header(header.size);
    const pieces: Buffer[] = [];
    return {
      size: header.size,
      take: (bytes) => {
        pieces.push(Buffer.from(bytes));
      },
      done: () => {
        extended = finish(Buffer.concat(pieces));
      },
    };
  };
  return {
    read(block) {
      const header = readHeader(block);
      const isEntry = header.type === FILE || header.type === FOLDER;
      return isEntry ? readFile(header, block) : readExtension(header, block);
    },
    end() {
      if (extended) throw invalid('the tarball is damaged: its last header belongs to no file');
    },
  };
}

const FILE = '0';
const FOLDER = '5';

function toEntry(header: TarHeader, block: Buffer, extended: Extended): TarEntry {
  const { size } = header;
  const name = extended?.path ?? header.name;
  const kind = header.type === FOLDER ? 'folder' : 'file';
  refuseTarget(name, block);
  checkKind(name, kind, size);
  if (extended?.size !== undefined && extended.size !== size) {
    throw refused(name, `has two sizes, ${size} and ${extended.size}`);
  }
  return { ...readEntryPath(name, kind), kind, size };
}

/** Where some clients go by an entry's type and others by its name. */
function checkKind(name: string, kind: TarEntry['kind'], size: number): void {
  if (kind === 'folder' && size > 0) throw refused(name, 'is a folder that has content');
  if (kind === 'file' && name.endsWith('/')) {
    throw refused(name, 'is a file by its type and a folder by its name');
  }
}

/** node-tar skips an entry that has one and is no link; other clients do not. */
function refuseTarget(name: string, block: Buffer): void {
  if (linkName(block) !== '') throw refused(name, 'is no link, but has a target');
}

/** How to read the headers that may be in a package. */
const EXTENSIONS: ReadonlyMap<string, (content: Buffer) => Extended> = new Map([
  ['x', readPax],
  [
    'g',
    (content: Buffer): Extended => {
      checkGlobalPax(content);
      return undefined;
    },
  ],
  ['L', (content: Buffer): Extended => ({ path: readLongName(content) })],
]);

/** GNU's long name ends with a NUL: some readers go by that and others by the header's size. */
function readLongName(content: Buffer): string {
  if (content.at(-1) === 0) return readPath(content.subarray(0, -1));
  throw invalid('the tarball is damaged: a long name does not end');
}

function checkExtension(
  { type, name, size }: TarHeader,
  block: Buffer,
  extended: Extended,
): (content: Buffer) => Extended {
  const finish = EXTENSIONS.get(type);
  if (finish === undefined) {
    throw refused(
      extended?.path ?? name,
      `is ${TYPES.get(type) ?? 'of an unknown type'}; a package has files and folders only`,
    );
  }
  refuseTarget(name, block);
  if (extended) throw refused(name, 'is a header where a file should follow another header');
  if (size > MAX_EXTENDED_HEADER) {
    throw refused(name, `is a header of more than ${inMegabytes(MAX_EXTENDED_HEADER)}`);
  }
  return finish;
}

const TYPES: ReadonlyMap<string, string> = new Map([
  ['1', 'a hard link'],
  ['2', 'a symbolic link'],
  ['3', 'a character device'],
  ['4', 'a block device'],
  ['6', 'a FIFO'],
  ['7', 'a contiguous file'],
  ['A', 'an access control list'],
  ['D', 'a folder of an incremental dump'],
  ['I', 'an inode'],
  ['K', 'the long name of a link'],
  ['M', 'a part of a file'],
  ['N', 'a long name of old GNU tar'],
  ['S', 'a sparse file'],
  ['V', 'the name of a volume'],
  ['X', 'an extended header of old Solaris tar'],
]);

const refused = (name: string, why: string): Error =>
  invalid(`the tarball's entry ${quote(name)} ${why}`);
