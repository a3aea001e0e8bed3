import { lstat, readFile } from 'node:fs/promises';

import { CommandError } from '../command/failure.ts';

/** A file of configuration as it was found. */
export interface FoundFile {
  readonly file: string;
  /** Its bytes; undefined where there is none. */
  readonly bytes: Buffer | undefined;
  /** Without a byte order mark, with lines that end with "\n" where all end with "\r\n"; '' where there is none. */
  readonly text: string;
  /** Permissions, where there is one. */
  readonly mode: number | undefined;
}

/** Bytes; a configuration is read by people. */
const MOST = 1024 * 1024;
const BOM = '\uFEFF';

/** Reads a file that is to be changed. What can't be changed is refused here, before anything is. */
export async function findFile(file: string): Promise<FoundFile> {
  const info = await lstat(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw unusable(file, error.message);
  });
  if (!info) return { file, bytes: undefined, text: '', mode: undefined };
  if (info.isSymbolicLink()) throw unusable(file, 'it is a link: change what it leads to yourself');
  if (!info.isFile()) throw unusable(file, 'it is no file');
  if (info.size > MOST) throw unusable(file, 'it is larger than 1 MB');
  // Root may write everything, and still should not.
  if ((info.mode & 0o222) === 0) throw unusable(file, `it is read-only: \`chmod u+w ${file}\``);
  const bytes = await readFile(file).catch((error: Error) => {
    throw unusable(file, error.message);
  });
  return { file, bytes, text: decoded(file, bytes), mode: info.mode & 0o777 };
}

function decoded(file: string, bytes: Buffer): string {
  const text = textOf(bytes);
  if (text === undefined || text.includes('\0')) throw unusable(file, 'it is no text in UTF-8');
  const plain = text.startsWith(BOM) ? text.slice(1) : text;
  return isCrlf(plain) ? plain.replaceAll('\r\n', '\n') : plain;
}

function textOf(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const isCrlf = (text: string): boolean => text.includes('\r\n') && !/(?<!\r)\n/.test(text);

/** A changed text as the bytes of its file: with what {@link findFile} left out. */
export function bytesOf({ bytes }: FoundFile, text: string): Buffer {
  const before = bytes?.toString('utf8') ?? '';
  const lines = isCrlf(before) ? text.replaceAll('\n', '\r\n') : text;
  return Buffer.from(before.startsWith(BOM) ? BOM + lines : lines);
}

export const unusable = (file: string, reason: string): CommandError =>
  new CommandError(`${file} can't be changed: ${reason}. Nothing was written`);
