/** Purges that are remembered one by one; what was begun before the oldest counts as outdated. */
const REMEMBERED = 10_000;

/** Remembers when tags were purged, in purges and not in time. */
export interface Purges {
  /** Stands for this moment. */
  mark: () => number;
  add: (tags: readonly string[]) => void;
  /** Whether one of the tags was purged since that moment. */
  since: (mark: number, tags: readonly string[]) => boolean;
}

export function createPurges(): Purges {
  const last = new Map<string, number>();
  let count = 0;
  let oldest = 0;
  return {
    mark: () => count,
    add(tags) {
      count += 1;
      if (last.size >= REMEMBERED) {
        last.clear();
        oldest = count;
      }
      for (const tag of tags) last.set(tag, count);
    },
    since: (mark, tags) => mark < oldest || tags.some((tag) => (last.get(tag) ?? 0) > mark),
  };
}
