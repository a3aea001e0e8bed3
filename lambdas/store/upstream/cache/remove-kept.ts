import { blobKey } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import { isMeant } from '#domain/upstream/pattern.ts';
import type { Version } from '#domain/version.ts';
import type { AuditEvent } from '#store/audit.ts';
import { forgetPins, PINS_PER_CHANGE } from '#store/upstream/pin-writes.ts';
import type { Pin } from '#store/upstream/pins.ts';

import { findPins, type KeptQuery, nameIn } from './list-kept.ts';
import type { CacheParts } from './upstream-cache.ts';

export interface RemovalQuery extends KeptQuery {
  readonly pattern: string;
  /** Undefined: all, and what upstreams said of the package. */
  readonly version: Version | undefined;
  /** Who lets it be forgotten what versions were; undefined: that stays as it is. */
  readonly forget: Forgetting | undefined;
}

/** The event of versions whose content is forgotten. */
export type Forgetting = (
  name: PackageName,
  pins: readonly Pin[],
) => Omit<AuditEvent, 'at' | 'subject'>;

export interface Removal {
  /** Tarballs, and their bytes. */
  readonly versions: number;
  readonly bytes: number;
  /** Packages that had documents. */
  readonly documents: number;
  readonly forgotten: number;
  /** What to ask with to go on; undefined: this was all. */
  readonly next: string | undefined;
}

/** Removes some of what a pattern means. What can be asked for again is asked for again. */
export async function removeKept(parts: CacheParts, query: RemovalQuery): Promise<Removal> {
  const { version, forget } = query;
  const page = await findPins(parts.table, query);
  const pins = page.pins.filter((pin) => version === undefined || pin.version === version);
  const sizes = await Promise.all(pins.map(async (pin) => removeTarball(parts, pin)));
  const gone = sizes.filter((size) => size !== undefined);
  if (forget) await forgetAll(parts, pins, forget);
  const names = new Set(pins.map(({ name }) => name));
  const said = await namesWithDocuments(parts, query, page.next === undefined, names);
  let documents = 0;
  for (const name of said) if (await parts.cache.removeDocuments(name)) documents += 1;
  for (const name of names.union(said)) await parts.cache.removed(name);
  return {
    versions: gone.length,
    bytes: gone.reduce((sum, size) => sum + size, 0),
    documents,
    forgotten: forget ? pins.length : 0,
    next: page.next,
  };
}

/** Its bytes. Two versions of the same content are one blob: the other is fetched again too. */
async function removeTarball(
  { cache, now }: CacheParts,
  { integrity }: Pin,
): Promise<number | undefined> {
  const key = blobKey(integrity);
  const blob = await cache.tarballs.find(key);
  if (!blob) return undefined;
  // Who asks for it from now on has it again.
  const since = new Date(now().getTime() + 1);
  return (await cache.tarballs.removeUnlessKept(key, since)) ? blob.size : undefined;
}

/** Whose documents go: with a single version only if it is forgotten, since they say what it has to be. */
async function namesWithDocuments(
  { cache }: CacheParts,
  { pattern, version, forget }: RemovalQuery,
  isLast: boolean,
  touched: ReadonlySet<PackageName>,
): Promise<ReadonlySet<PackageName>> {
  if (version !== undefined) return forget ? touched : new Set();
  const name = nameIn(pattern);
  if (name !== undefined) return new Set([name]);
  if (!isLast) return touched;
  // Of some packages there are documents alone.
  const names = new Set(touched);
  for await (const document of cache.documents()) {
    if (isMeant(document.name, pattern)) names.add(document.name);
  }
  return names;
}

async function forgetAll(
  { table, now }: CacheParts,
  pins: readonly Pin[],
  forget: Forgetting,
): Promise<void> {
  for (const [name, own] of Map.groupBy(pins, (pin) => pin.name)) {
    for (let start = 0; start < own.length; start += PINS_PER_CHANGE) {
      const some = own.slice(start, start + PINS_PER_CHANGE);
      const event = { ...forget(name, some), at: now().toISOString() };
      await forgetPins(table, some, { ...event, subject: `package:${name}` });
    }
  }
}
