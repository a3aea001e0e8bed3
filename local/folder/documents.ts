import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';

import { asPackageName } from '#domain/package-name.ts';
import { FORMS } from '#domain/packument.ts';
import type { DocumentInfo, DocumentKey, Documents, StoredDocument } from '#store/documents.ts';

import { writeBehind } from './write-behind.ts';
import { isCode, openIncoming, replaceFile } from './write-file.ts';

/** What stands in a file before its bytes. */
interface Header extends DocumentInfo {
  readonly length: number;
  readonly crc32: number;
}

const LONGEST_HEADER = 4096;

/** Documents in a folder, which takes a moment to have them. */
export interface FolderDocuments extends Documents {
  /** Forgets a document that could not be replaced: its next reader has it rendered. */
  drop: (key: DocumentKey) => void;
  /** When the oldest document that is not in its file was saved, in milliseconds. */
  oldest: () => number | undefined;
  /** Resolves when all are in their files. */
  flush: () => Promise<void>;
  /** All of them by their files, in the order of these. */
  list: () => AsyncIterable<ListedDocument>;
}

/** A document as its file shows it, which may be damaged. */
export interface ListedDocument extends DocumentKey {
  readonly file: string;
  /** Bytes of the file. */
  readonly size: number;
}

/**
 * Documents as files: a line of JSON, then the gzip bytes. Whoever saves one does not wait for the file,
 * readers get it from memory meanwhile; a crash loses the last of them, which the next start renders
 * again, and so it does with what a power failure takes or tears, told by the checksum.
 */
export function openDocuments(folder: string, now = Date.now): FolderDocuments {
  const temporary = openIncoming(path.join(folder, 'incoming'));
  const fileOf = (key: DocumentKey): string => path.join(folder, fileName(key));
  const behind = writeBehind<StoredDocument | typeof REMOVED>(async (file, document) => {
    if (document === REMOVED) await rm(file, { force: true });
    else await replaceFile(file, temporary(), toBytes(document));
  }, now);
  const current = async (file: string): Promise<StoredDocument | undefined> => {
    const waiting = behind.get(file);
    if (waiting === undefined) return read(file);
    return waiting === REMOVED ? undefined : waiting;
  };
  const header = (file: string): DocumentInfo | undefined => {
    const waiting = behind.get(file);
    if (waiting === undefined) return readHeader(file);
    return waiting === REMOVED ? undefined : waiting;
  };
  return {
    find: async (key) => current(fileOf(key)),
    async save(key, document) {
      const file = fileOf(key);
      const existing = header(file);
      if (existing && existing.rev > document.rev) return 'newer-exists';
      behind.set(file, document);
      return 'saved';
    },
    async remove(key, rev) {
      const existing = header(fileOf(key));
      if (existing && existing.rev <= rev) behind.set(fileOf(key), REMOVED);
    },
    drop: (key) => behind.set(fileOf(key), REMOVED),
    oldest: behind.oldest,
    flush: behind.flush,
    async *list() {
      await behind.flush();
      yield* list(folder);
    },
  };
}

async function* list(folder: string): AsyncGenerator<ListedDocument> {
  const shards = await readdir(folder);
  for (const shard of shards.filter((name) => name.length === 2).toSorted()) {
    for (const name of (await readdir(path.join(folder, shard))).toSorted()) {
      const key = keyOf(name);
      const file = path.join(shard, name);
      const size = await sizeIfThere(path.join(folder, file));
      if (key && size !== undefined) yield { ...key, file, size };
    }
  }
}

/** What fileName() made a file's name of. */
function keyOf(file: string): DocumentKey | undefined {
  const { text, ending } = /^(?<text>.+)\.[0-9a-f]{8}\.(?<ending>\w+)$/.exec(file)?.groups ?? {};
  const name = text === undefined ? undefined : asPackageName(text.replace('+', '/'));
  const form = FORMS.find((one) => one === ending);
  return name && form && { name, form };
}

async function sizeIfThere(file: string): Promise<number | undefined> {
  try {
    return (await stat(file)).size;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Waits like a document to reach the folder. */
const REMOVED = 'removed';

/** Readable, and different where names differ by case alone on a file system that ignores case. */
function fileName({ name, form }: DocumentKey): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return path.join(hash.slice(0, 2), `${name.replace('/', '+')}.${hash.slice(2, 10)}.${form}`);
}

function toBytes({ gzip, ...info }: StoredDocument): Uint8Array {
  const header: Header = { ...info, length: gzip.length, crc32: crc32(gzip) };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), gzip]);
}

async function read(file: string): Promise<StoredDocument | undefined> {
  const bytes = await readIfThere(file);
  const end = bytes?.indexOf('\n') ?? -1;
  if (!bytes || end === -1) return undefined;
  const header = parseHeader(bytes.subarray(0, end));
  const gzip = bytes.subarray(end + 1);
  if (!header || header.length !== gzip.length || header.crc32 !== crc32(gzip)) return undefined;
  const { length: _, crc32: __, ...info } = header;
  return { ...info, gzip };
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** Synchronous, so that nothing comes between the look and the saving. */
function readHeader(file: string): Header | undefined {
  try {
    const handle = openSync(file, 'r');
    try {
      const buffer = Buffer.alloc(LONGEST_HEADER);
      const bytes = buffer.subarray(0, readSync(handle, buffer));
      const end = bytes.indexOf('\n');
      return end === -1 ? undefined : parseHeader(bytes.subarray(0, end));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

function parseHeader(line: Buffer): Header | undefined {
  try {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- whatever else it is, length and checksum will not match
    return JSON.parse(line.toString()) as Header;
  } catch {
    return undefined;
  }
}
