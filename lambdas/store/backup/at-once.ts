/** Works on what comes, so much at a time; the first failure ends it, when what was begun is through. */
export async function atOnce<T>(
  source: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  let wake: (() => void) | undefined;
  const begin = (one: T): void => {
    const task = work(one)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => {
        running.delete(task);
        wake?.();
      });
    running.add(task);
  };
  // Not Promise.race(), which looks at all of them for each that ends.
  const oneEnds = async (): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
    });
  try {
    for await (const one of source) {
      begin(one);
      while (running.size >= limit) await oneEnds();
      if (failures.length > 0) break;
    }
  } finally {
    await Promise.all(running);
  }
  if (failures.length > 0) throw failures[0];
}
