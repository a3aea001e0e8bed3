/** Entries that one owner's memory holds at most. */
const MOST = 10_000;

export interface Forgetting<T> {
  /** The remembered answer for a key, or what `find` says; only found things are remembered. */
  remember(look: Look<T>): Promise<T | undefined>;
  forget(owner: object, key: string): void;
  clear(owner: object): void;
}

interface Look<T> {
  readonly owner: object;
  readonly key: string;
  /** Milliseconds for which the answer is remembered. */
  readonly lifetime: number;
  readonly find: () => Promise<T | undefined>;
}

interface Memory<T> {
  readonly entries: Map<string, { readonly value: T; readonly until: number }>;
  /** Counts what was forgotten, so that a look-up under way does not bring it back. */
  forgotten: number;
}

/** A memory that forgets by itself, kept apart for each owner. */
export function forgetting<T>(): Forgetting<T> {
  const memories = new WeakMap<object, Memory<T>>();
  const memoryOf = (owner: object): Memory<T> => {
    const memory = memories.get(owner) ?? { entries: new Map(), forgotten: 0 };
    memories.set(owner, memory);
    return memory;
  };
  return {
    async remember({ owner, key, lifetime, find }) {
      const memory = memoryOf(owner);
      const known = memory.entries.get(key);
      if (known && known.until > performance.now()) return known.value;
      const { forgotten } = memory;
      const value = await find();
      if (value === undefined || memory.forgotten !== forgotten) return value;
      if (memory.entries.size >= MOST) memory.entries.clear();
      memory.entries.set(key, { value, until: performance.now() + lifetime });
      return value;
    },
    forget(owner, key) {
      const memory = memoryOf(owner);
      memory.entries.delete(key);
      memory.forgotten += 1;
    },
    clear(owner) {
      const memory = memoryOf(owner);
      memory.entries.clear();
      memory.forgotten += 1;
    },
  };
}
