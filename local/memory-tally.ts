import type { Tally } from '#store/tally.ts';

/** Callers that are counted at once. */
const MOST = 100_000;

/** Counts in this process, which is the only one that serves its folder. */
export function createMemoryTally(): Tally {
  let current = 0;
  const counts = new Map<string, number>();
  return {
    add: async ({ key, window: { start } }) => {
      if (start !== current) counts.clear();
      current = start;
      const [oldest] = counts.keys();
      if (counts.size >= MOST && oldest !== undefined) counts.delete(oldest);
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count;
    },
  };
}
