import { unavailable } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { backOff } from '#store/backoff.ts';
import { asPackages, packagePartition } from '#store/packages.ts';
import { fromItem, listStored, type StoredRelease } from '#store/releases.ts';
import { revPut } from '#store/rev-put.ts';
import type { Services } from '#store/services.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { TableClient } from '#store/table.ts';

import { biggestMoves } from './biggest-item.ts';
import { dependentSteps, type Step } from './dependent-item.ts';
import { CATALOGUE, type Entry, entryKey, toEntry, type Wanted, wantedEntry } from './entry.ts';
import { newestOf, newestPut } from './newest-item.ts';
import { publishedUpdates, recentDays } from './published-month.ts';
import { newPublishers } from './publisher-item.ts';
import { totalsUpdates } from './totals.ts';

const { partitionKey, sortKey } = TABLE_SCHEMA;

const ATTEMPTS = 12;
/** Dependencies of one transaction: 100 items, of which each may move, and the entry and all sums with them. */
const AT_ONCE = 40;

type Stores = Pick<Services, 'table' | 'blobs' | 'now'>;

/**
 * Brings the lists and sums of the registry in step with a package: what is newest, who depends on what, how much there is.
 * What they have of the package is written down with them, so that nothing is added twice and what is left out goes.
 */
export async function cataloguePackage(stores: Stores, name: PackageName): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const { pkg, entry } = await look(stores.table, name);
    const isMade = (entry.made ?? 1) === CATALOGUE;
    if (!pkg || (isMade && entry.shows >= pkg.rev)) return;
    if (await bringInStep(stores, pkg, entry)) return;
    await backOff(attempt);
  }
  throw unavailable(`${name} is being listed by many at once`);
}

async function look(table: TableClient, name: PackageName) {
  const [item, entry] = await table.find([
    { partition: packagePartition(name), sort: 'package' },
    entryKey(name),
  ]);
  return { pkg: asPackages(item ? [item] : [])[0], entry: toEntry(entry) };
}

/** False where somebody else was quicker. */
async function bringInStep(
  { table, blobs, now }: Stores,
  pkg: Package,
  before: Entry,
): Promise<boolean> {
  const releases = pkg.unpublished ? [] : await listStored(table, pkg.name);
  // What was private is new to everybody who sees the list.
  const today = now();
  const since = before.visibility === 'public' ? before.shows : 0;
  const newest = pkg.visibility === 'public' ? newestOf(releases, since, today) : [];
  // Written again they are the same: whoever repeats this does no harm.
  for (const some of chunks(newest, 2 * AT_ONCE)) {
    if (!(await write(table, some.map(newestPut)))) return false;
  }
  const counted = before.made === CATALOGUE ? before.shows : 0;
  for (const publisher of await newPublishers(table, releases, counted)) {
    if (!(await write(table, publisher))) return false;
  }
  const manifest = await latestManifest(blobs, pkg, releases);
  const wanted = wantedEntry(pkg, releases, { manifest, now: today });
  // What it published long ago is added up, and no part of the difference.
  const published = recentDays(before.published ?? {}, today);
  return follow(table, pkg.name, { ...before, published }, wanted);
}

/** Step by step where there are many dependencies: the entry says after each what is shown. */
async function follow(
  table: TableClient,
  name: PackageName,
  before: Entry,
  wanted: Wanted,
): Promise<boolean> {
  const steps = dependentSteps(name, before.dependencies, wanted.dependencies);
  let entry = before;
  for (let start = 0; ; start += AT_ONCE) {
    const isLast = start + AT_ONCE >= steps.length;
    const some = steps.slice(start, start + AT_ONCE);
    const after: Wanted = isLast ? wanted : { ...entry, dependencies: afterSteps(entry, some) };
    const done = await write(table, [
      entryPut(name, after, entry.rev),
      ...some.flatMap(({ writes }) => writes),
      ...totalsUpdates(entry, after),
      ...biggestMoves(name, entry, after),
      ...publishedUpdates(entry.published, after.published),
    ]);
    if (!done || isLast) return done;
    entry = { ...after, rev: entry.rev + 1 };
  }
}

function afterSteps({ dependencies }: Entry, steps: readonly Step[]): Entry['dependencies'] {
  const after = new Map(Object.entries(dependencies));
  for (const { dependency, shown } of steps) {
    if (shown) after.set(dependency, shown);
    else after.delete(dependency);
  }
  return Object.fromEntries(after);
}

function entryPut(name: PackageName, after: Wanted, rev: number): object {
  const { partition, sort } = entryKey(name);
  const { made, shows, visibility, sums, published, dependencies } = after;
  return revPut(
    {
      [partitionKey]: partition,
      [sortKey]: sort,
      ...(made !== undefined && { made }),
      shows,
      visibility,
      sums,
      ...(published && { published }),
      dependencies,
      __edb_e__: 'catalogueEntry',
      __edb_v__: '1',
    },
    rev,
  );
}

/** False where somebody else was quicker. */
async function write(table: TableClient, TransactItems: readonly object[]): Promise<boolean> {
  try {
    await table.write('TransactWriteItems', { TransactItems });
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'TransactionCanceledException') return false;
    throw error;
  }
}

async function latestManifest(
  blobs: Stores['blobs'],
  { distTags }: Package,
  releases: readonly StoredRelease[],
): Promise<Json | undefined> {
  const latest = releases.find(({ version }) => version === distTags['latest']);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by buildManifest
  return latest && (JSON.parse((await fromItem(blobs, latest)).manifest) as Json);
}

function* chunks<T>(list: readonly T[], size: number): Generator<readonly T[]> {
  for (let start = 0; start < list.length; start += size) yield list.slice(start, start + size);
}
