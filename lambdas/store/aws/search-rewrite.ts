import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Rewritten, rewriteSearchFile } from '#store/search/rewrite-file.ts';
import type { Change } from '#store/search/search-writer.ts';

import { type ObjectName, putObject } from './s3.ts';
import { downloadObject } from './search-download.ts';

export type Report = (message: string, error: unknown) => void;

/**
 * Writers that may come first before one gives up, each of which wrote its changes. The sixteen parts of a
 * rebuild may all write at once.
 */
const ATTEMPTS = 24;

/** Longest wait before the first repetition and before any, in milliseconds; more or less of it by chance. */
const PAUSE = 50;
const LONGEST = 2000;

const DAMAGED = 'the search index was damaged or of another make: it is empty until it is rebuilt';

/** Makes changes to the index, over the very object that was read, or where there was none. */
export async function rewriteSearchObject(
  name: ObjectName,
  changes: readonly Change[],
  report: Report,
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const rewritten = await inFolder(async (folder) => tryRewrite(name, changes, folder));
    if (rewritten === 'replaced') report(DAMAGED, new Error(name.key));
    if (rewritten !== 'refused') return;
    await sleep(Math.min(PAUSE * 2 ** attempt, LONGEST) * Math.random());
  }
  throw new Error(`${name.key} is written by many at once`);
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), 'pantry-search-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function tryRewrite(
  name: ObjectName,
  changes: readonly Change[],
  folder: string,
): Promise<Rewritten | 'refused'> {
  const from = path.join(folder, 'before.sqlite');
  const to = path.join(folder, 'after.sqlite');
  const found = await downloadObject(name, from);
  const rewritten = rewriteSearchFile({ from, to, changes });
  if (rewritten === 'unchanged') return rewritten;
  // Without the quotes that HTTP puts around it: every S3 takes that.
  const condition =
    typeof found === 'string' ? 'absent' : ({ etag: found.etag.replaceAll('"', '') } as const);
  const headers = { 'content-type': 'application/vnd.sqlite3' };
  const outcome = await putObject(name, { body: await readFile(to), headers, condition });
  return outcome === 'written' ? rewritten : 'refused';
}
