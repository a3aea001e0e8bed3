interface Lifetimes {
  /** Milliseconds for which a value is taken for right. */
  readonly fresh: number;
  /** Milliseconds for which it is used where no newer one can be had. */
  readonly stale: number;
  /** Milliseconds after a failure for which nothing is asked. */
  readonly pause: number;
}

/**
 * A value that is asked for once however many want it, kept, and asked for again when it is old; where that
 * fails the old one does for a while, and a failure is not repeated at once.
 */
export function remembered<T>(
  load: () => Promise<T>,
  { fresh, stale, pause }: Lifetimes,
  now: () => number,
): () => Promise<T> {
  let kept: { readonly value: T; readonly at: number } | undefined;
  let failed: { readonly error: unknown; readonly at: number } | undefined;
  let loading: Promise<T> | undefined;
  const renew = async (): Promise<T> => {
    try {
      const value = await load();
      kept = { value, at: now() };
      failed = undefined;
      return value;
    } catch (error) {
      failed = { error, at: now() };
      if (kept && now() - kept.at < stale) return kept.value;
      throw error;
    } finally {
      loading = undefined;
    }
  };
  return async () => {
    if (kept && now() - kept.at < fresh) return kept.value;
    if (failed && now() - failed.at < pause) {
      if (kept && now() - kept.at < stale) return kept.value;
      throw failed.error;
    }
    loading ??= renew();
    return loading;
  };
}
