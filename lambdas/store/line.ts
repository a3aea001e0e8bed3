interface Limits {
  /** Works that go on at once, and how many more may wait, for how long. */
  readonly atOnce: number;
  readonly waiting: number;
  readonly milliseconds: number;
  /** What those are told for whom there is no room. */
  readonly busy: () => Error;
}

/** Lines up what takes a core: those who come meanwhile wait for their turn, so that other requests get theirs. */
export function createLine({ atOnce, waiting, milliseconds, busy }: Limits) {
  let working = 0;
  const line: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    const since = Date.now();
    if (working >= atOnce) {
      if (line.length >= waiting) throw busy();
      await new Promise<void>((resolve) => {
        line.push(resolve);
      });
    } else {
      working += 1;
    }
    try {
      if (Date.now() - since > milliseconds) throw busy();
      return await work();
    } finally {
      const next = line.shift();
      // Whoever is next takes over the place.
      if (next) next();
      else working -= 1;
    }
  };
}
