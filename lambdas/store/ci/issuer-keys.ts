import { type Jwks, type JwksCache, SimpleJwksCache } from 'aws-jwt-verify/jwk';

/** Milliseconds: for an issuer to answer, and that one that did not is left alone. */
const DEADLINE = 5000;
const REST = 5000;
/** Milliseconds after which keys are looked at again, and for which they count while that fails. */
const FRESH = 3_600_000;
const LONGEST = 24 * FRESH;
/** Bytes of a set of keys; those of the known services have some ten thousand. */
const MOST_BYTES = 512 * 1024;
/** Issuers whose keys are held. */
const MOST_ISSUERS = 100;

/** The issuer's keys can't be had, which says nothing of the token. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
}

/** Keys of issuers, held by this process. */
export interface IssuerKeys {
  readonly cache: JwksCache;
  /**
   * Sees to it that keys which the issuer took back do not count for ever: looks at them again from time to
   * time, while the ones that are held go on counting.
   */
  keepFresh(jwksUri: string): Promise<void>;
}

type Report = (message: string, error: unknown) => void;

interface Held {
  readonly fetchedAt: number;
  readonly refreshing: boolean;
}

/** `elapsed`: milliseconds that only ever grow. */
export function holdIssuerKeys(report: Report, elapsed = () => performance.now()): IssuerKeys {
  const held = new Map<string, Held>();
  const failed = new Map<string, number>();
  const fetchKeys = async (uri: string): Promise<ArrayBuffer> => {
    if ((failed.get(uri) ?? -Infinity) + REST > elapsed()) {
      throw new KeysUnavailableError(`${uri} could not be reached a moment ago`);
    }
    try {
      const bytes = await download(uri);
      failed.delete(uri);
      held.set(uri, { fetchedAt: elapsed(), refreshing: false });
      return bytes;
    } catch (cause) {
      if (failed.size >= MOST_ISSUERS) failed.clear();
      failed.set(uri, elapsed());
      throw new KeysUnavailableError(`the keys at ${uri} can't be fetched`, { cause });
    }
  };
  const cache = new SimpleJwksCache({ fetcher: { fetch: fetchKeys } });
  const forget = (uri: string): void => {
    held.delete(uri);
    cache.addJwks(uri, { keys: [] } satisfies Jwks);
  };
  const refresh = async (uri: string, known: Held): Promise<void> => {
    held.set(uri, { ...known, refreshing: true });
    try {
      await cache.getJwks(uri);
    } catch (error) {
      held.set(uri, known);
      report('keys of an issuer of ID tokens could not be looked at again', error);
    }
  };
  return {
    cache,
    async keepFresh(uri) {
      const known = held.get(uri);
      if (!known) {
        if (held.size >= MOST_ISSUERS) for (const other of held.keys()) forget(other);
        return;
      }
      const age = elapsed() - known.fetchedAt;
      if (age > LONGEST) forget(uri);
      else if (age > FRESH && !known.refreshing) {
        // A function of Lambda stands still once it has answered: nothing is left to be done later.
        await refresh(uri, known);
      }
    },
  };
}

async function download(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri, {
    headers: { accept: 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(DEADLINE),
  });
  if (!response.ok || !response.body) throw new Error(`it answers ${response.status}`);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > MOST_BYTES) throw new Error(`it has more than ${MOST_BYTES} bytes`);
    chunks.push(chunk);
  }
  const bytes = Buffer.concat(chunks);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}
