import { logError } from '#http/log.ts';

/** How long a value waits for a newer one to take its place before it is written, in milliseconds. */
const GATHER = 250;
/** How long a value waits after a failed write. */
const RETRY = 1000;

/** Values that are there at once and reach their files a moment later. */
export interface WriteBehind<T> {
  set: (file: string, value: T) => void;
  /** A value that is not written yet. */
  get: (file: string) => T | undefined;
  /** How many values are not written yet. */
  count: () => number;
  /** When the oldest value that is not written was set, in milliseconds; undefined: all are. */
  oldest: () => number | undefined;
  /** Resolves when everything that was set is written. Rejects when a write fails. */
  flush: () => Promise<void>;
}

interface Waiting<T> {
  readonly value: T;
  readonly since: number;
}

/**
 * Writes one value after the other, each file's newest only: who publishes ten versions in a row has one
 * document written. What is set is held until it is written, through failures too.
 */
export function writeBehind<T>(
  write: (file: string, value: T) => Promise<void>,
  now: () => number,
): WriteBehind<T> {
  const waiting = new Map<string, Waiting<T>>();
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;

  const writeAll = async (): Promise<void> => {
    for (const [file, entry] of waiting) {
      await write(file, entry.value);
      if (waiting.get(file) === entry) waiting.delete(file);
    }
  };
  const run = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeAll().finally(() => {
      writing = undefined;
    });
    return writing;
  };
  const schedule = (delay: number): void => {
    timer ??= setTimeout(() => void attempt(), delay).unref();
  };
  const attempt = async (): Promise<void> => {
    try {
      await run();
    } catch (error) {
      logError('a file could not be written', error);
    }
    if (waiting.size > 0) schedule(RETRY);
  };
  return {
    set(file, value) {
      waiting.set(file, { value, since: waiting.get(file)?.since ?? now() });
      schedule(GATHER);
    },
    get: (file) => waiting.get(file)?.value,
    count: () => waiting.size,
    oldest: () => waiting.values().next().value?.since,
    async flush() {
      while (waiting.size > 0) await run();
    },
  };
}
