const turns = new WeakMap<object, Map<string, Promise<unknown>>>();

/**
 * Runs work on one key one after the other within this process, so that writers of one package do not
 * waste transactions on each other. Only for speed: what is right rests on conditions in the table.
 */
export async function inTurn<T>(owner: object, key: string, work: () => Promise<T>): Promise<T> {
  const queue = turns.get(owner) ?? new Map<string, Promise<unknown>>();
  turns.set(owner, queue);
  const before = queue.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  queue.set(key, mine);
  try {
    return await mine;
  } finally {
    if (queue.get(key) === mine) queue.delete(key);
  }
}

/** Whether nobody works on the key or waits for it. */
export const isIdle = (owner: object, key: string): boolean => !turns.get(owner)?.has(key);
