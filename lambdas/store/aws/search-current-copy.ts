import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { RegistryError, unavailable } from '#domain/errors.ts';
import { openSearchCopy, type SearchCopy } from '#store/search/search-copy.ts';

import type { ObjectName } from './s3.ts';
import { downloadObject } from './search-download.ts';
import type { Report } from './search-rewrite.ts';

/** How long a copy counts as new, in milliseconds. */
const NEW = 1000;

/** Bytes per millisecond: a large copy counts as new for longer, or a busy registry would only download. */
const RATE = 10_000;

/** A search that has a copy waits this long for a newer one, in milliseconds. */
const PATIENCE = 1000;

const NOT_REFRESHED = 'the search index could not be refreshed: searches get the last one, if any';

/** The copy to search now, or undefined where there is no index yet. */
export type CurrentCopy = () => Promise<SearchCopy | undefined>;

/**
 * Keeps a copy of the index, looked after when somebody searches: a Lambda has no time of its own. Where a
 * newer one can't be had, the last serves on.
 */
export function keepSearchCopy(object: ObjectName, report: Report): CurrentCopy {
  let copy: SearchCopy | undefined;
  let etag: string | undefined;
  let failure: unknown;
  let newUntil = -Infinity;
  let refreshing: Promise<void> | undefined;

  async function download(file: string): Promise<void> {
    newUntil = Date.now() + NEW;
    const found = await downloadObject(object, file, etag);
    newUntil = Date.now() + NEW;
    if (typeof found === 'string') return;
    newUntil = Date.now() + Math.max(NEW, found.size / RATE);
    const newer = openCopy(file);
    copy?.close();
    copy = newer;
    etag = found.etag;
  }

  async function refresh(): Promise<void> {
    const file = path.join(tmpdir(), `pantry-search-${randomUUID()}.sqlite`);
    try {
      await download(file);
      failure = undefined;
    } catch (error) {
      failure = error;
      // Anything else is thrown where there is no copy, and logged there.
      if (copy || error instanceof RegistryError) report(NOT_REFRESHED, error);
    } finally {
      // An open file is there until it is closed, without a name.
      await rm(file, { force: true });
      refreshing = undefined;
    }
  }

  return async () => {
    if (Date.now() >= newUntil) refreshing ??= refresh();
    if (!copy) {
      await refreshing;
    } else if (refreshing) {
      await Promise.race([refreshing, sleep(PATIENCE, undefined, { ref: false })]);
    }
    if (!copy && failure !== undefined) throw failure;
    return copy;
  };
}

function openCopy(file: string): SearchCopy {
  try {
    return openSearchCopy(file);
  } catch (error) {
    throw unavailable('search is being set up anew: repeat it in a few minutes', error);
  }
}
