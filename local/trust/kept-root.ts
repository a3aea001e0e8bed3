import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

import { sha256 } from '#domain/integrity.ts';
import { logError } from '#http/log.ts';

import { isCode, replaceFile } from '../folder/write-file.ts';
import type { TrustRootSource } from './trust-root-source.ts';

interface Parts {
  readonly folder: string;
  readonly offline: boolean;
  readonly now: () => Date;
  /** What counts until something was fetched. */
  readonly initially?: () => Promise<string>;
}

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Milliseconds that a publish waits for the first trust root; later ones are fetched behind it. */
const PATIENCE = 10_000;

/**
 * A trust root that is fetched: when the first provenance comes, and from then on once a day. Its last good copy is
 * kept, so that the next start has it. A registry that nobody brings provenance to asks for nothing.
 */
export function openKeptRoot(
  source: string,
  { folder, offline, now, initially }: Parts,
): TrustRootSource {
  const file = path.join(folder, `${sha256(source).slice(0, 32)}.json`);
  const held = hold(file);
  let due: number | undefined;
  let flight: Promise<void> | undefined;
  let state: 'well' | 'failing' | 'closed' = 'well';

  const look = async (): Promise<void> => {
    try {
      const { fetchTrustRoot } = await import('#store/trust/fetch-root.ts');
      const fetched = await fetchTrustRoot(source, path.join(folder, 'tuf'));
      if (state === 'closed') return;
      await held.replace(fetched);
      due = now().getTime() + DAY;
      state = 'well';
    } catch (error) {
      due = now().getTime() + HOUR;
      // Once, and not each hour.
      if (state === 'well') logError(FAILED, error, { source });
      if (state === 'well') state = 'failing';
    } finally {
      flight = undefined;
    }
  };
  const freshen = async (): Promise<Promise<void> | undefined> => {
    due ??= (await held.keptAt()) + DAY;
    if (now().getTime() >= due && !offline) flight ??= look();
    return flight;
  };
  const timer = setInterval(() => {
    if (held.used()) void freshen();
  }, HOUR).unref();
  return {
    async current() {
      const known = await held.text();
      const looking = freshen();
      if (known === undefined) await soon(looking);
      return (await held.text()) ?? initially?.();
    },
    async close() {
      clearInterval(timer);
      // A slow network does not hold up the end: what comes after it is not kept.
      state = 'closed';
    },
  };
}

const FAILED =
  'the trust root could not be fetched: the last one stays, and it is tried again each hour';

/** Waits, but not for as long as a slow network would have it. */
async function soon(work: Promise<unknown>): Promise<void> {
  const patience = Promise.withResolvers<void>();
  const timer = setTimeout(patience.resolve, PATIENCE);
  await Promise.race([work, patience.promise]);
  clearTimeout(timer);
}

/** The last good copy, on disk and in memory. */
function hold(file: string) {
  let text: string | undefined;
  let used = false;
  return {
    used: () => used,
    async text(): Promise<string | undefined> {
      used = true;
      text ??= await readIfThere(file);
      return text;
    },
    /** Milliseconds; long ago where there is none. */
    async keptAt(): Promise<number> {
      try {
        return (await stat(file)).mtimeMs;
      } catch {
        return -DAY;
      }
    },
    async replace(fetched: string): Promise<void> {
      await replaceFile(file, `${file}.${process.pid}`, Buffer.from(fetched));
      text = fetched;
    },
  };
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
