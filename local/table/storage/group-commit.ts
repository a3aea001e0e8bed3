import { storageFailed } from '../errors.ts';
import type { Change, Storage } from './storage.ts';

/** What a write decided: the changes to make, and the answer once they are on disk. */
export interface Decision<T> {
  readonly changes: readonly Change[];
  readonly answer: T;
}

/** Writes that wait together are committed together, with one flush to disk. */
export interface GroupCommit {
  /**
   * Runs `decide` inside the next commit, where it sees every write before it. An error it throws rejects its own
   * promise only; a commit that fails rejects all of its writes. Resolves when the changes are on disk.
   */
  submit<T>(decide: () => Decision<T>): Promise<T>;
  /** Commits what waits, now. */
  flush(): void;
}

interface Waiting {
  /** Decides and applies; gives what to call when the commit has succeeded. */
  run(): () => void;
  reject(error: unknown): void;
}

/** Bounds how long one commit keeps the event loop. */
const MAX_GROUP = 256;

export function createGroupCommit(storage: Storage): GroupCommit {
  const queue: Waiting[] = [];

  const flushGroup = (): void => {
    const group = queue.splice(0, MAX_GROUP);
    if (queue.length > 0) setImmediate(flushGroup);
    if (group.length > 0) commitGroup(storage, group);
  };
  return {
    submit: <T>(decide: () => Decision<T>) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      if (queue.length === 0) setImmediate(flushGroup);
      queue.push({ run: () => runOne(storage, decide, resolve, reject), reject });
      return promise;
    },
    flush: () => {
      while (queue.length > 0) flushGroup();
    },
  };
}

function commitGroup(storage: Storage, group: readonly Waiting[]): void {
  try {
    storage.begin('write');
    const settlements = group.map((waiting) => waiting.run());
    storage.commit();
    for (const settle of settlements) settle();
  } catch (cause) {
    storage.rollback();
    const error = storageFailed(cause);
    for (const waiting of group) waiting.reject(error);
  }
}

function runOne<T>(
  storage: Storage,
  decide: () => Decision<T>,
  resolve: (answer: T) => void,
  reject: (error: unknown) => void,
): () => void {
  let decision: Decision<T>;
  try {
    decision = decide();
  } catch (error) {
    // Nothing has been changed yet, so the other writes of the group are not touched.
    return () => {
      reject(error);
    };
  }
  for (const change of decision.changes) storage.apply(change);
  return () => {
    resolve(decision.answer);
  };
}
