import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
} from 'node:fs';
import path from 'node:path';

import { BackupError } from '#store/backup/backup-error.ts';
import type { BackupPlace } from '#store/backup/place.ts';

import { lockFolder } from '../folder/lock.ts';
import { isCode, openIncoming, syncFolder } from '../folder/write-file.ts';
import { openFolderShelf } from './folder-shelf.ts';
import { openWriteBatch } from './write-batch.ts';

/** A place for backups in a folder, until it is closed. */
export interface FolderPlace extends BackupPlace {
  close(): void;
}

/** Opens a folder to read backups, which may lie where nobody can write. Throws BackupError. */
export function readFolderPlace(folder: string): FolderPlace {
  const root = path.resolve(folder);
  if (!existsSync(root)) throw new BackupError(`there is no folder ${root}`);
  return { ...open(root), close: () => undefined };
}

/** Opens a folder for a backup, and makes it. Throws BackupError where another backup is on its way there. */
export function writeFolderPlace(folder: string): FolderPlace {
  const root = path.resolve(folder);
  if (existsSync(path.join(root, 'table.db'))) {
    throw new BackupError(`${root} is the data folder of a registry: back up to another folder`);
  }
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const close = lockFolder(root, (cause) => {
    throw new BackupError(`another backup to ${root} is running: wait for it`, { cause });
  });
  return { ...open(root, openIncoming(path.join(root, 'incoming'))), close };
}

function open(root: string, temporary?: () => string): BackupPlace {
  return {
    title: root,
    blobs: openFolderShelf(path.join(root, 'blobs'), temporary),
    read: async (name, limit) => readWithin(path.join(root, name), limit),
    async write(name, bytes) {
      if (!temporary) throw new TypeError(`${root} is only read`);
      const batch = openWriteBatch(path.join(root, 'backups'), temporary);
      await batch.write(path.join(root, name), { size: bytes.length, bytes });
      await batch.settle();
      await syncFolder(root);
    },
    list: async () => listFiles(root),
  };
}

function listFiles(root: string): readonly string[] {
  try {
    const found = readdirSync(path.join(root, 'backups'), { recursive: true, encoding: 'utf8' });
    return found.map((name) => `backups/${name.split(path.sep).join('/')}`);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return [];
    throw error;
  }
}

function readWithin(file: string, limit: number): Uint8Array | undefined {
  let handle: number;
  try {
    handle = openSync(file, 'r');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  try {
    const { size } = fstatSync(handle);
    if (size > limit) throw new BackupError(`${file} is larger than it was written`);
    return readFileSync(handle);
  } finally {
    closeSync(handle);
  }
}
