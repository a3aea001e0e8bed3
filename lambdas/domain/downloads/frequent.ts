/**
 * The most frequent of many, by the summary of Misra and Gries: so many are kept with a count. What came n times of
 * N is there with at least n - N / (most + 1), and never with more than n.
 */
export interface Frequent {
  /** How often it came, at least. */
  readonly count: (key: string) => number;
  readonly add: (key: string, times: number) => void;
  /** How many are kept. */
  readonly size: () => number;
  readonly state: () => Readonly<Record<string, number>>;
}

/** Goes on from what is kept. `onCrowded` is called with those that are kept, before one has to make room. */
export function countFrequent(
  before: Readonly<Record<string, number>>,
  most: number,
  onCrowded: (kept: Iterable<string>) => void = () => {},
): Frequent {
  const counts = new Map(Object.entries(before));
  return {
    count: (key) => counts.get(key) ?? 0,
    add(key, times) {
      const known = counts.get(key);
      if (known !== undefined || counts.size < most) counts.set(key, (known ?? 0) + times);
      else {
        onCrowded(counts.keys());
        makeRoom(counts, key, times);
      }
    },
    size: () => counts.size,
    state: () => Object.fromEntries(counts),
  };
}

/** Everybody makes room, so that what came seldom goes first. */
function makeRoom(counts: Map<string, number>, key: string, times: number): void {
  const least = Math.min(times, ...counts.values());
  for (const [each, count] of counts) {
    if (count === least) counts.delete(each);
    else counts.set(each, count - least);
  }
  if (times > least) counts.set(key, times - least);
}
