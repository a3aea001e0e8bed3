import type { Journal } from '../table/journal.ts';
import type { BlobFiles } from './blob-files.ts';
import { writeBehind } from './write-behind.ts';

/** So many may wait for their files; who brings more waits for the file. */
const MOST_WAITING = 2000;

/** Small blobs: they are in the journal with what the table writes next, in files a moment later. */
export interface SmallBlobs {
  /** Resolves when nothing that the table is told from then on can be on disk without the blob. */
  keep: (key: string, bytes: Uint8Array) => Promise<'created' | 'exists'>;
  /** A blob that has no file yet. */
  waiting: (key: string) => WaitingBlob | undefined;
  /** Resolves when all have their files. */
  flush: () => Promise<void>;
}

export interface WaitingBlob {
  readonly bytes: Uint8Array;
  readonly keptAt: Date;
}

export function openSmallBlobs(journal: Journal, files: BlobFiles): SmallBlobs {
  const behind = writeBehind<WaitingBlob>(async (key, { bytes }) => {
    await files.write(key, bytes);
    journal.remove(key);
  }, Date.now);
  const wait = (key: string, bytes: Uint8Array): void =>
    behind.set(key, { bytes, keptAt: new Date() });
  for (const { key, bytes } of journal.entries()) wait(key, bytes);
  return {
    async keep(key, bytes) {
      if (behind.get(key)) {
        wait(key, bytes);
        return 'exists';
      }
      if (files.refresh(key)) return 'exists';
      if (behind.count() >= MOST_WAITING) return files.write(key, bytes);
      journal.add(key, bytes);
      wait(key, bytes);
      return 'created';
    },
    waiting: behind.get,
    flush: behind.flush,
  };
}
