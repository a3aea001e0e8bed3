/** Work on keys that comes a moment after it is asked for, once for all who ask meanwhile. */
export interface Coalescer<K> {
  /** Makes the key's work due. */
  request: (key: K) => void;
  /** Resolves when the work that is due for the key is through; it waits no longer for others to ask. */
  settle: (key: K) => Promise<void>;
  /** All that was requested before this time is through; in milliseconds. */
  throughUntil: () => number;
  /** Resolves when nothing is left to do. */
  idle: () => Promise<void>;
}

interface Due {
  readonly since: number;
  /** When it is begun even if nobody waits for it, by the monotonic clock. */
  readonly at: number;
}

interface Run {
  readonly since: number;
  readonly done: Promise<void>;
}

interface Work<K> {
  /** One run a key at a time. Must not reject. */
  readonly run: (key: K) => Promise<void>;
  /** How long work waits for others to ask for the same, in milliseconds. */
  readonly gather: number;
  /** How many keys are worked on at once, besides those that somebody waits for. */
  readonly atOnce: number;
  /** The time, in milliseconds. */
  readonly now: () => number;
}

export function coalesce<K>(work: Work<K>): Coalescer<K> {
  const due = new Map<K, Due>();
  const running = new Map<K, Run>();
  let timer: NodeJS.Timeout | undefined;

  const start = (key: K, since: number): void => {
    due.delete(key);
    const done = work.run(key).finally(() => {
      running.delete(key);
      next();
    });
    running.set(key, { since, done });
  };
  const wake = (delay: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => next(), delay).unref();
  };
  /** Begins what has waited long enough; comes back when the rest has, or when a run is through. */
  const next = (ahead = 0): void => {
    const latest = performance.now() + ahead;
    for (const [key, { since, at }] of due) {
      if (running.size >= work.atOnce) return;
      if (at > latest) return wake(at - latest);
      if (!running.has(key)) start(key, since);
    }
  };

  return {
    request(key) {
      if (due.has(key)) return;
      due.set(key, { since: work.now(), at: performance.now() + work.gather });
      if (due.size === 1) wake(work.gather);
    },
    async settle(key) {
      // What runs already began before the request.
      if (due.has(key)) await running.get(key)?.done;
      const waiting = due.get(key);
      if (waiting && !running.has(key)) start(key, waiting.since);
      await running.get(key)?.done;
    },
    throughUntil: () => Math.min(work.now(), ...beginnings(running), ...beginnings(due)),
    async idle() {
      while (due.size + running.size > 0) {
        next(work.gather);
        await Promise.race([...running.values()].map(({ done }) => done));
      }
    },
  };
}

const beginnings = (works: ReadonlyMap<unknown, { readonly since: number }>): readonly number[] =>
  Array.from(works.values(), ({ since }) => since);
