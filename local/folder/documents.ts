import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, unlinkSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { crc32 } from 'node:zlib';

import type { DocumentInfo, DocumentKey, Documents, StoredDocument } from '#store/documents.ts';

import { isCode, openIncoming, replaceFile } from './write-file.ts';

/** What stands in a file before its bytes. */
interface Header extends DocumentInfo {
  readonly length: number;
  readonly crc32: number;
}

const LONGEST_HEADER = 4096;

/**
 * Documents as files: a line of JSON, then the gzip bytes. Not synced to disk: they are derived, a torn
 * one is found by its checksum and rendered again, and those of the last minutes are checked at start.
 */
export function openDocuments(folder: string): Documents {
  const temporary = openIncoming(path.join(folder, 'incoming'));
  const fileOf = (key: DocumentKey): string => path.join(folder, fileName(key));
  return {
    find: async (key) => read(fileOf(key)),
    save: async (key, document) => saveNewer(fileOf(key), temporary(), document),
    remove: async (key) => remove(fileOf(key)),
  };
}

/** Readable, and different where names differ by case alone on a file system that ignores case. */
function fileName({ name, form }: DocumentKey): string {
  const hash = createHash('sha256').update(name).digest('hex');
  return path.join(hash.slice(0, 2), `${name.replace('/', '+')}.${hash.slice(2, 10)}.${form}`);
}

/** Synchronous, so that nothing of this process comes between the look and the writing. */
function saveNewer(
  file: string,
  temporary: string,
  document: StoredDocument,
): 'saved' | 'newer-exists' {
  const existing = readHeader(file);
  if (existing && existing.rev > document.rev) return 'newer-exists';
  const { gzip, ...info } = document;
  const header: Header = { ...info, length: gzip.length, crc32: crc32(gzip) };
  replaceFile(file, temporary, [Buffer.from(`${JSON.stringify(header)}\n`), gzip]);
  return 'saved';
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

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}
