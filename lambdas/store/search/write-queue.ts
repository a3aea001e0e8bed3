import type { Change } from './search-writer.ts';

export interface WriteQueue {
  /** Settles once the change is committed, together with others that came meanwhile. */
  push(change: Change): Promise<void>;
  /** Commits all that waits. */
  flush(): void;
}

/** Changes of one commit: some milliseconds, after which others get their turn. */
const BATCH = 32;

/** How long a change waits for others to share its commit with, in milliseconds. */
const GATHER = 50;

interface Waiting {
  readonly change: Change;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Gathers changes, so that many at once share a commit. */
export function openWriteQueue(apply: (changes: readonly Change[]) => void): WriteQueue {
  const waiting: Waiting[] = [];

  function commit(): void {
    const batch = waiting.splice(0, BATCH);
    try {
      apply(batch.map(({ change }) => change));
      for (const { resolve } of batch) resolve();
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }

  function turn(): void {
    if (waiting.length > 0) commit();
    if (waiting.length > 0) setImmediate(turn);
  }

  return {
    push: (change) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      if (waiting.length === 0) setTimeout(turn, GATHER);
      waiting.push({ change, resolve, reject });
      return promise;
    },
    flush: () => {
      while (waiting.length > 0) commit();
    },
  };
}
