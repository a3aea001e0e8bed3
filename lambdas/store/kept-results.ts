/** Results that are kept in memory. */
export interface KeptResults<T> {
  find(key: string): T | undefined;
  /** `weight`: bytes that it takes, by estimate. */
  keep(key: string, result: T, weight: number): void;
}

/** Up to so many bytes of what follows from its key alone: what was not looked at for longest goes first. */
export function keepResults<T>(limit: number): KeptResults<T> {
  const kept = new Map<string, { readonly result: T; readonly weight: number }>();
  let total = 0;
  const drop = (key: string): void => {
    total -= kept.get(key)?.weight ?? 0;
    kept.delete(key);
  };
  return {
    find(key) {
      const found = kept.get(key);
      if (!found) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.result;
    },
    keep(key, result, weight) {
      if (weight > limit) return;
      drop(key);
      kept.set(key, { result, weight });
      total += weight;
      for (const oldest of kept.keys()) {
        if (total <= limit) return;
        drop(oldest);
      }
    },
  };
}
