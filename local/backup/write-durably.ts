import { closeSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { BlobContent } from '#store/backup/blob-shelf.ts';

import { isCode, openNew, syncToDisk, writeAll } from '../folder/write-file.ts';

/** Writes a file whole or not at all; its bytes are on disk before its name is. */
export async function writeDurably(
  file: string,
  temporary: string,
  content: BlobContent,
): Promise<void> {
  try {
    const handle = openNew(temporary);
    try {
      if ('bytes' in content) writeAll(handle, content.bytes);
      else for await (const chunk of content.stream) writeAll(handle, chunk);
      await syncToDisk(handle);
    } finally {
      closeSync(handle);
    }
    rename(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function rename(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
    mkdirSync(path.dirname(to), { recursive: true, mode: 0o700 });
    renameSync(from, to);
  }
}
