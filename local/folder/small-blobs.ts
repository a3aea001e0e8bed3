import path from 'node:path';

import type { BlobFiles } from './blob-files.ts';
import { openBlobJournal } from './blob-journal.ts';
import { writeBehind } from './write-behind.ts';

/** So many may wait for their files; who brings more waits for the file. */
const MOST_WAITING = 2000;

/** Small blobs: the journal has them at once, their files a moment later. */
export interface SmallBlobs {
  /** Resolves when the disk has the blob, in the journal or in its file. */
  keep: (key: string, bytes: Uint8Array) => Promise<'created' | 'exists'>;
  /** A blob that has no file yet. */
  waiting: (key: string) => WaitingBlob | undefined;
  /** Resolves when all have their files. */
  flush: () => Promise<void>;
  close: () => Promise<void>;
}

export interface WaitingBlob {
  readonly bytes: Uint8Array;
  readonly keptAt: Date;
  readonly onDisk: Promise<void>;
}

export function openSmallBlobs(folder: string, files: BlobFiles): SmallBlobs {
  const journal = openBlobJournal(path.join(folder, 'journal.db'));
  const behind = writeBehind<WaitingBlob>(async (key, { bytes }) => {
    await files.write(key, bytes);
    journal.remove(key);
  }, Date.now);
  const wait = async (key: string, bytes: Uint8Array, onDisk: Promise<void>): Promise<void> => {
    behind.set(key, { bytes, keptAt: new Date(), onDisk });
    return onDisk;
  };
  for (const { key, bytes } of journal.entries()) void wait(key, bytes, Promise.resolve());
  return {
    async keep(key, bytes) {
      const before = behind.get(key);
      if (before) {
        await wait(key, bytes, before.onDisk);
        return 'exists';
      }
      if (files.refresh(key)) return 'exists';
      if (behind.count() >= MOST_WAITING) return files.write(key, bytes);
      await wait(key, bytes, journal.add(key, bytes));
      return 'created';
    },
    waiting: behind.get,
    flush: behind.flush,
    async close() {
      await behind.flush();
      journal.close();
    },
  };
}
