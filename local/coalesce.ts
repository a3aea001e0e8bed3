/** Work on keys, of which one key is worked on by one run at a time. */
export interface Coalescer<K> {
  /** Resolves when a run that began after this call is through; many callers share one run. */
  request: (key: K) => Promise<void>;
  /** When the oldest request that is not through was made; undefined when all are. */
  oldest: () => number | undefined;
  /** Resolves when nothing is left to do. */
  idle: () => Promise<void>;
}

interface Run {
  readonly since: number;
  readonly done: Promise<void>;
}

/** `now` in milliseconds. */
export function coalesce<K>(work: (key: K) => Promise<void>, now: () => number): Coalescer<K> {
  const running = new Map<K, Run>();
  const waiting = new Map<K, Run>();

  const start = (key: K, since: number): Run => {
    const run = { since, done: work(key) };
    running.set(key, run);
    const end = (): void => {
      if (running.get(key) === run) running.delete(key);
    };
    run.done.then(end, end);
    return run;
  };
  const queue = (key: K, current: Run): Run => {
    const since = now();
    const turn = async (): Promise<void> => {
      waiting.delete(key);
      await start(key, since).done;
    };
    const run = { since, done: current.done.then(turn, turn) };
    waiting.set(key, run);
    return run;
  };
  const all = (): readonly Run[] => [...running.values(), ...waiting.values()];

  return {
    async request(key) {
      const current = running.get(key);
      const run = current ? (waiting.get(key) ?? queue(key, current)) : start(key, now());
      await run.done;
    },
    oldest: () => (all().length > 0 ? Math.min(...all().map(({ since }) => since)) : undefined),
    async idle() {
      while (all().length > 0) await Promise.allSettled(all().map(({ done }) => done));
    },
  };
}
