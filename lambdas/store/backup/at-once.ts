/** Works on what comes, so much at a time; the first failure ends it, when what was begun is through. */
export async function atOnce<T>(
  source: Iterable<T> | AsyncIterable<T>,
  limit: number,
  work: (one: T) => Promise<void>,
): Promise<void> {
  const running = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const one of source) {
    const task = work(one)
      .catch((error: unknown) => void failures.push(error))
      .finally(() => running.delete(task));
    running.add(task);
    if (running.size >= limit) await Promise.race(running);
    if (failures.length > 0) break;
  }
  await Promise.all(running);
  if (failures.length > 0) throw failures[0];
}
