import { readFile } from 'node:fs/promises';
import path from 'node:path';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../../command/failure.ts';

/** What a folder's package.json says; undefined where there is none. */
export async function readPackageJson(folder: string): Promise<Json | undefined> {
  const file = path.join(folder, 'package.json');
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    // Some editors of Windows begin a file with a byte order mark.
    const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (isJsonObject(content)) return content;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${file} is no JSON: ${reason}`, { cause });
  }
  throw new CommandError(`${file} is no object`);
}

/** The text of a file; undefined where there is none. */
export async function readIfThere(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new CommandError(`${file} can't be read: ${error.message}`, { cause: error });
  });
}
