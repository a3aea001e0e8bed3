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
  /**
   * Makes a change in the next commit, before all else; if that fails, in the one after. So nothing that is
   * submitted later gets to the disk without it.
   */
  carry(change: Change): void;
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
  const carried: Change[] = [];
  let isDue = false;

  const flushGroup = (): void => {
    isDue = false;
    const group = queue.splice(0, MAX_GROUP);
    if (queue.length > 0) flushSoon();
    if (group.length + carried.length === 0) return;
    if (commitGroup(storage, carried, group)) carried.length = 0;
  };
  const flushSoon = (): void => {
    if (!isDue) setImmediate(flushGroup);
    isDue = true;
  };
  return {
    submit: <T>(decide: () => Decision<T>) => {
      const { promise, resolve, reject } = Promise.withResolvers<T>();
      flushSoon();
      queue.push({ run: () => runOne(storage, decide, resolve, reject), reject });
      return promise;
    },
    carry: (change) => {
      flushSoon();
      carried.push(change);
    },
    flush: () => {
      do flushGroup();
      while (queue.length > 0);
    },
  };
}

/** Whether it is on disk. */
function commitGroup(
  storage: Storage,
  carried: readonly Change[],
  group: readonly Waiting[],
): boolean {
  try {
    storage.begin('write');
    for (const change of carried) storage.apply(change);
    const settlements = group.map((waiting) => waiting.run());
    storage.commit();
    for (const settle of settlements) settle();
    return true;
  } catch (cause) {
    storage.rollback();
    const error = storageFailed(cause);
    for (const waiting of group) waiting.reject(error);
    return false;
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
