import { readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

import { README_DAYS, type Readmes } from '#store/readmes.ts';

import { isCode, openIncoming, replaceFile } from './write-file.ts';

const pack = promisify(gzip);
const unpack = promisify(gunzip);

/** READMEs in a folder. */
export interface FolderReadmes extends Readmes {
  /** Removes those that are old. */
  sweep: () => Promise<void>;
}

/** Packed files, whose checksum tells what a crash left of one. */
export function openReadmes(folder: string, now: () => Date): FolderReadmes {
  const temporary = openIncoming(path.join(folder, 'incoming'));
  const fileOf = (key: string): string => path.join(folder, key.slice(0, 2), key);
  return {
    async find(key) {
      try {
        return (await unpack(await readFile(fileOf(key)))).toString();
      } catch {
        return undefined;
      }
    },
    async save(key, html) {
      await replaceFile(fileOf(key), temporary(), await pack(html));
    },
    async sweep() {
      const oldest = now().getTime() - README_DAYS * 86_400_000;
      const names = await readdir(folder, { recursive: true });
      for (const name of names.filter((each) => /^..[/\\]/.test(each))) {
        await removeIfOlder(path.join(folder, name), oldest);
      }
    },
  };
}

async function removeIfOlder(file: string, oldest: number): Promise<void> {
  try {
    const { mtimeMs } = await stat(file);
    if (mtimeMs < oldest) await rm(file);
  } catch (error) {
    if (!isCode(error, 'ENOENT')) throw error;
  }
}
