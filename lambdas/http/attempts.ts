import {
  type Attempt,
  type AttemptStores,
  checkAttempts,
  noteFailure,
  noteSuccess,
} from '#store/attempts.ts';

/**
 * What `check` finds for a secret that somebody enters; undefined: it is wrong. Refused while too many were
 * wrong lately, and also where that turns out while it is looked at: whoever asks a thousand times at once
 * learns as much as who asks one time after the other.
 */
export async function guarded<T>(
  stores: AttemptStores,
  attempt: Attempt,
  check: () => Promise<T | undefined>,
): Promise<T | undefined> {
  await checkAttempts(stores, attempt);
  const found = await check();
  if (found === undefined) await noteFailure(stores, attempt);
  else await noteSuccess(stores, attempt);
  return found;
}
