import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

import type { BlobContent } from '#store/backup/blob-shelf.ts';

import { isCode, openNew, syncFolder, syncToDisk, writeAll } from '../folder/write-file.ts';

/** Files and bytes that wait for the disk together. */
const FILES = 2000;
const BYTES = 128 * 1024 * 1024;

/** Files that get their names when the disk has their bytes, many at a time. */
export interface WriteBatch {
  /** Names a file in the same file system, for add(). */
  temporary(): string;
  /** Takes over a file that somebody else has written there, of so many bytes. */
  add(temporary: string, file: string, size: number): Promise<void>;
  /** Writes a file, whole or not at all. It has its name after settle(), if not before. */
  write(file: string, content: BlobContent): Promise<void>;
  /** Resolves when all that was written survives a power failure. */
  settle(): Promise<void>;
}

interface Waiting {
  readonly temporary: string;
  readonly file: string;
}

/**
 * To wait for the disk once for each of ten thousand files takes longer than to write them; the next batch is written
 * while one waits. `temporary` names files in the same file system.
 */
export function openWriteBatch(folder: string, temporary: () => string): WriteBatch {
  let waiting: Waiting[] = [];
  let bytes = 0;
  let settling: Promise<void> = Promise.resolve();
  /** Resolves when the batch before is settled; throws what that failed with. */
  const settleSoon = async (): Promise<void> => {
    const batch = waiting;
    [waiting, bytes] = [[], 0];
    const before = settling;
    settling = before.then(async () => settleAll(folder, batch));
    settling.catch(() => undefined);
    await before;
  };
  const add: WriteBatch['add'] = async (written, file, size) => {
    waiting.push({ temporary: written, file });
    bytes += size;
    if (waiting.length >= FILES || bytes >= BYTES) await settleSoon();
  };
  return {
    temporary,
    add,
    async write(file, content) {
      const name = temporary();
      await writeNew(name, content);
      await add(name, file, content.size);
    },
    async settle() {
      await settleSoon();
      await settling;
    },
  };
}

async function settleAll(folder: string, batch: readonly Waiting[]): Promise<void> {
  if (batch.length === 0) return;
  await syncAll(folder, batch);
  for (const each of batch) rename(each);
  const folders = new Set(batch.map(({ file }) => path.dirname(file)));
  for (const each of [...folders, folder]) await syncFolder(each);
}

/** Writes a file that is not there yet, whole or not at all; does not wait for the disk. */
export async function writeNew(file: string, content: BlobContent): Promise<void> {
  const handle = openNew(file);
  try {
    if ('bytes' in content) writeAll(handle, content.bytes);
    else for await (const chunk of content.stream) writeAll(handle, chunk);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  } finally {
    closeSync(handle);
  }
}

/** By one call for the whole file system, which Node has not; where there is no such program, file by file. */
async function syncAll(folder: string, batch: readonly Waiting[]): Promise<void> {
  if (batch.length >= WORTH_IT && (await syncFileSystem(folder))) return;
  for (const { temporary } of batch) {
    const handle = openSync(temporary, 'r');
    try {
      await syncToDisk(handle);
    } finally {
      closeSync(handle);
    }
  }
}

const WORTH_IT = 16;

const syncFileSystem = async (folder: string): Promise<boolean> =>
  new Promise((resolve) => {
    const child = spawn('sync', ['-f', folder], { stdio: 'ignore' });
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });

function rename({ temporary, file }: Waiting): void {
  try {
    renameSync(temporary, file);
  } catch (error) {
    if (isCode(error, 'ENOENT')) mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    // A folder in its place is none of ours, and whoever made it may want what is in it.
    else if (isCode(error, 'EISDIR')) renameSync(file, `${file}.folder`);
    else throw error;
    renameSync(temporary, file);
  }
}
