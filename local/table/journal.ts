import type { GroupCommit } from './storage/group-commit.ts';
import type { JournalEntry, Storage } from './storage/storage.ts';

/** Small blobs that are on disk with the table, but not yet in files of their own. */
export interface Journal {
  /**
   * Takes part in the next commit: nothing that is written to the table from now on is on disk without
   * these bytes.
   */
  add(key: string, bytes: Uint8Array): void;
  /** The blob has its file: the journal forgets it with a later commit. */
  remove(key: string): void;
  /** What an earlier process left here. */
  entries(): readonly JournalEntry[];
}

/** To forget is not worth a commit of its own: it waits for the next addition, or for `settle`. */
export function createJournal(
  storage: Storage,
  commits: GroupCommit,
): Journal & { settle: () => void } {
  const removed = new Set<string>();
  const settle = (): void => {
    for (const key of removed) commits.carry({ kind: 'forget', key });
    removed.clear();
  };
  return {
    add(key, bytes) {
      settle();
      commits.carry({ kind: 'journal', key, bytes });
    },
    remove: (key) => void removed.add(key),
    entries: () => storage.journaled(),
    settle,
  };
}
