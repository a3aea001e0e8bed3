/** How many are remembered at once. */
const MOST = 10_000;

/** What was found out a moment ago, by name. */
export interface Recent<T> {
  add(name: string, value: T): void;
  /** With the time until which it is remembered, in milliseconds. */
  get(name: string): { readonly value: T; readonly until: number } | undefined;
  delete(name: string): void;
}

/** Remembers for so many milliseconds, and not more than a bounded number. */
export function createRecent<T>(lifetime: number, now: () => Date): Recent<T> {
  const known = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    add(name, value) {
      known.delete(name);
      known.set(name, { value, until: now().getTime() + lifetime });
      const [oldest] = known.keys();
      if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    },
    get(name) {
      const found = known.get(name);
      if (!found || found.until > now().getTime()) return found;
      known.delete(name);
      return undefined;
    },
    delete: (name) => void known.delete(name),
  };
}
