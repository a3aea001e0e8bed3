import { blobKey } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { CacheStats } from '#domain/upstream/cache-stats.ts';
import { allPins } from '#store/upstream/pins.ts';

import type { CacheParts } from './upstream-cache.ts';

/** Counts all that is kept. */
export async function measureKept({
  table,
  cache,
}: Pick<CacheParts, 'table' | 'cache'>): Promise<CacheStats> {
  const sizes = new Map<string, number>();
  for await (const { key, size } of cache.tarballs.list()) sizes.set(key, size);
  const names = new Set<PackageName>();
  const fetched: string[] = [];
  let pins = 0;
  for await (const { name, integrity, fetchedAt } of allPins(table)) {
    pins += 1;
    if (!sizes.has(blobKey(integrity))) continue;
    names.add(name);
    fetched.push(fetchedAt);
  }
  const documents: number[] = [];
  for await (const { name, size } of cache.documents()) {
    names.add(name);
    documents.push(size);
  }
  fetched.sort();
  return {
    packages: names.size,
    versions: fetched.length,
    bytes: sum(sizes.values()),
    documents: documents.length,
    documentBytes: sum(documents),
    pins,
    oldest: fetched[0],
    newest: fetched.at(-1),
    limit: cache.limit,
  };
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
