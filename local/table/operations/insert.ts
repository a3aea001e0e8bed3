import { toChanges } from './intent.ts';
import { replacement } from './put-intent.ts';
import type { OpenTable } from './table.ts';

/**
 * Saves items whose keys are free, all in one commit, and gives the others back: for a table that is being filled,
 * since all else waits as long as the commit takes. Of items with the same key the first is saved.
 */
export async function insert<T extends object>(
  items: readonly T[],
  { schema, storage, commits }: OpenTable,
): Promise<readonly T[]> {
  const writes = items.map((item) => ({ item, ...replacement(item, schema) }));
  return commits.submit(() => {
    const taken = new Set<string>();
    const [free, others]: [typeof writes, T[]] = [[], []];
    for (const write of writes) {
      const { key, item } = write;
      const name = JSON.stringify([key.partition, key.sort]);
      if (taken.has(name) || storage.find(key)) others.push(item);
      else free.push(write);
      taken.add(name);
    }
    const changes = free.flatMap(({ key, outcome }) => toChanges(key, outcome(undefined)));
    return { changes, answer: others };
  });
}
