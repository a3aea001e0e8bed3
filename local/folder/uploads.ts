import { closeSync, createReadStream, linkSync, renameSync, statSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

import { invalid } from '#domain/errors.ts';
import { UPLOAD_LIFETIME } from '#domain/upload.ts';
import type { StagedUpload, Uploads } from '#store/uploads.ts';

import type { FolderBlobs } from './blobs.ts';
import { type FolderParts, openUploadParts } from './upload-parts.ts';
import { createUploadTickets, type Leave } from './upload-tickets.ts';
import { isCode, openIncoming, openNew, syncFile, writeAll } from './write-file.ts';

/** Bytes that are read from a file at a time. */
const READ_SIZE = 512 * 1024;

/** Uploads in a folder, which takes in itself what S3 takes in elsewhere. */
export interface FolderUploads extends Uploads {
  /** Puts bytes under a key, or a part of them, whole or not at all. */
  receive(key: string, ticket: URLSearchParams, body: AsyncIterable<Uint8Array>): Promise<void>;
  /** Removes what was put so long ago that it can't be committed any more. */
  sweep(): Promise<void>;
}

/** Opens a folder, which only one process may do, in the file system of the blobs. */
export function openUploads(
  folder: string,
  blobs: Pick<FolderBlobs, 'adopt'>,
  now: () => Date,
): FolderUploads {
  const temporary = openIncoming(path.join(folder, 'incoming'));
  const tickets = createUploadTickets();
  const fileOf = (key: string): string => path.join(folder, key);
  const partsFolder = path.join(folder, 'parts');
  const parts = openUploadParts({ folder: partsFolder, wholeOf: fileOf, temporary, tickets });
  return {
    parts,
    async open(upload) {
      return {
        url: `-/v1/uploads/${upload.key}?${tickets.issue(upload).toString()}`,
        headers: { 'content-length': String(upload.size) },
      };
    },
    async receive(key, ticket, body) {
      const leave = tickets.read(key, ticket, now());
      const arriving = temporary();
      try {
        if (leave.part === undefined) await receive(body, leave, arriving, fileOf(key));
        else await receivePart(body, { ...leave, part: leave.part }, arriving, parts);
      } finally {
        await rm(arriving, { force: true });
      }
    },
    find: async (key) => find(fileOf(key), temporary(), blobs),
    async remove(key) {
      await Promise.all([rm(fileOf(key), { force: true }), parts.remove(key)]);
    },
    async sweep() {
      await sweep(folder, new Date(now().getTime() - UPLOAD_LIFETIME));
      await parts.sweep(now());
    },
  };
}

async function receive(
  body: AsyncIterable<Uint8Array>,
  { size }: Leave,
  arriving: string,
  file: string,
): Promise<void> {
  await write(arriving, body, size);
  renameSync(arriving, file);
}

/** On disk before it is acknowledged: nobody sends it again, whatever happens. */
async function receivePart(
  body: AsyncIterable<Uint8Array>,
  { key, size, part }: Leave & { readonly part: number },
  arriving: string,
  parts: FolderParts,
): Promise<void> {
  parts.check(key);
  await write(arriving, body, size);
  await syncFile(arriving);
  await parts.take(arriving, key, part);
}

async function write(file: string, body: AsyncIterable<Uint8Array>, size: number): Promise<void> {
  const handle = openNew(file);
  let written = 0;
  try {
    for await (const chunk of body) {
      written += chunk.length;
      if (written > size) break;
      writeAll(handle, chunk);
    }
  } finally {
    closeSync(handle);
  }
  if (written === size) return;
  const came = written > size ? 'more came' : `${written} came`;
  throw invalid(`the upload was announced with ${size} bytes, but ${came}: upload it again`);
}

/** A name of its own for the file: what is put in its place meanwhile is another file. */
async function find(
  file: string,
  own: string,
  blobs: Pick<FolderBlobs, 'adopt'>,
): Promise<StagedUpload | undefined> {
  try {
    linkSync(file, own);
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  return {
    size: statSync(own).size,
    read: () => createReadStream(own, { highWaterMark: READ_SIZE }),
    async keepAs(blob) {
      await syncFile(own);
      await blobs.adopt(own, blob);
    },
    close: async () => rm(own, { force: true }),
  };
}

async function sweep(folder: string, since: Date): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.filter((each) => each.isFile())) {
    const file = path.join(folder, entry.name);
    // A commit may have been quicker.
    const found = statSync(file, { throwIfNoEntry: false });
    if (found && found.mtime < since) await rm(file, { force: true });
  }
}
