import { createReadStream, createWriteStream, existsSync, mkdirSync, statSync } from 'node:fs';
import { readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';

import { RegistryError } from '#domain/errors.ts';
import { missingFrom, type ReceivedPart } from '#domain/upload-parts.ts';
import { PARTS_LIFETIME } from '#domain/upload.ts';
import type { UploadParts } from '#store/uploads.ts';

import type { UploadTickets } from './upload-tickets.ts';
import { isCode, syncFile, syncFolder } from './write-file.ts';

/** Bytes that are moved from a file to another at a time. */
const PIECE = 512 * 1024;

/** Parts in a folder for each session: files that bear their numbers. */
export interface FolderParts extends UploadParts {
  /** Refuses a part of what is over. */
  check(key: string): void;
  /** Takes a file that is on disk for a part. */
  take(file: string, key: string, part: number): Promise<void>;
  remove(key: string): Promise<void>;
  /** Removes sessions to which nothing came since the last day. */
  sweep(now: Date): Promise<void>;
}

interface Places {
  readonly folder: string;
  /** Where the bytes are once they are joined. */
  readonly wholeOf: (key: string) => string;
  /** A name for a file that is being written. */
  readonly temporary: () => string;
  readonly tickets: UploadTickets;
}

export function openUploadParts({ folder, wholeOf, temporary, tickets }: Places): FolderParts {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const sessionOf = (key: string): string => path.join(folder, key);
  return {
    async begin(key) {
      mkdirSync(sessionOf(key), { mode: 0o700 });
      await syncFolder(folder);
      return '';
    },
    async target({ key, part: { number, size }, expiresAt }) {
      const ticket = tickets.issue({ key, size, part: number, expiresAt });
      return {
        url: `-/v1/uploads/${key}?${ticket.toString()}`,
        headers: { 'content-length': String(size) },
      };
    },
    async received({ key }) {
      const found = await list(sessionOf(key));
      return found ?? (existsSync(wholeOf(key)) ? 'whole' : undefined);
    },
    async join({ key }, parts) {
      const received = await list(sessionOf(key));
      if (!received) return undefined;
      const missing = missingFrom(parts, received);
      if (missing.length > 0) return missing;
      const files = parts.map(({ number }) => path.join(sessionOf(key), String(number)));
      if (!(await concatenate(files, temporary(), wholeOf(key)))) return undefined;
      // The parts were acknowledged: they go once the disk has what they became.
      await syncFolder(path.dirname(wholeOf(key)));
      await rm(sessionOf(key), { recursive: true, force: true });
      return [];
    },
    check(key) {
      if (!existsSync(sessionOf(key))) throw isOver();
    },
    async take(file, key, part) {
      try {
        await rename(file, path.join(sessionOf(key), String(part)));
      } catch (error) {
        throw isCode(error, 'ENOENT') ? isOver() : error;
      }
      await syncFolder(sessionOf(key));
    },
    remove: async (key) => rm(sessionOf(key), { recursive: true, force: true }),
    sweep: async (now) => sweep(folder, new Date(now.getTime() - PARTS_LIFETIME)),
  };
}

const isOver = (): RegistryError =>
  new RegistryError('not_found', 'the upload of this part is over: start it anew');

async function list(folder: string): Promise<readonly ReceivedPart[] | undefined> {
  try {
    const numbers = (await readdir(folder)).map(Number).toSorted((a, b) => a - b);
    return numbers.map((number) => ({
      number,
      size: statSync(path.join(folder, String(number))).size,
    }));
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** False where somebody else was quicker, and has the files. */
async function concatenate(
  files: readonly string[],
  temporary: string,
  whole: string,
): Promise<boolean> {
  try {
    for (const file of files) {
      const out = createWriteStream(temporary, { flags: 'a', mode: 0o600 });
      await pipeline(createReadStream(file, { highWaterMark: PIECE }), out);
    }
    await syncFile(temporary);
    await rename(temporary, whole);
    return true;
  } catch (error) {
    await rm(temporary, { force: true });
    if (isCode(error, 'ENOENT')) return false;
    throw error;
  }
}

/** A folder's time is that of the last file that came into it. */
async function sweep(folder: string, since: Date): Promise<void> {
  for (const key of await readdir(folder)) {
    const session = path.join(folder, key);
    const found = statSync(session, { throwIfNoEntry: false });
    if (found && found.mtime < since) await rm(session, { recursive: true, force: true });
  }
}
