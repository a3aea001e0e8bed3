import { blobKey } from '#domain/integrity.ts';
import { asPackageName, type PackageName } from '#domain/package-name.ts';
import { isMeant } from '#domain/upstream/pattern.ts';
import type { TableReader } from '#store/table.ts';
import { listPins, type Pin, type PinPage, pinsOf } from '#store/upstream/pins.ts';

import type { CacheParts } from './upstream-cache.ts';

/** A version that was fetched from an upstream once. */
export interface KeptVersion extends Pick<
  Pin,
  'name' | 'version' | 'integrity' | 'size' | 'fetchedAt'
> {
  /** ISO date of when somebody last asked for its tarball; undefined: it is not kept any more. */
  readonly usedAt: string | undefined;
}

export interface KeptPage {
  readonly versions: readonly KeptVersion[];
  /** What to ask for the next page with; undefined: this is the last. */
  readonly next: string | undefined;
}

export interface KeptQuery {
  /** `left-pad`, `eslint-*`, `@acme`; undefined: all. */
  readonly pattern: string | undefined;
  readonly after: string | undefined;
  readonly size: number;
}

/** Versions that were fetched, a page at a time: one may have fewer than its size, or none. */
export async function listKept(
  { table, cache }: Pick<CacheParts, 'table' | 'cache'>,
  query: KeptQuery,
): Promise<KeptPage> {
  const { pins, next } = await findPins(table, query);
  const versions = pins.map(async ({ name, version, integrity, size, fetchedAt }) => {
    const blob = await cache.tarballs.find(blobKey(integrity));
    const usedAt = blob?.modifiedAt.toISOString();
    return { name, version, integrity, size, fetchedAt, usedAt };
  });
  return { versions: await Promise.all(versions), next };
}

/** The pins of what a pattern means: those of one package at once. */
export async function findPins(table: TableReader, query: KeptQuery): Promise<PinPage> {
  const { pattern } = query;
  if (pattern === undefined) return listPins(table, query);
  const name = nameIn(pattern);
  if (name !== undefined) return { pins: await pinsOf(table, name), next: undefined };
  const { pins, next } = await listPins(table, query);
  return { pins: pins.filter((pin) => isMeant(pin.name, pattern)), next };
}

/** The name that a pattern is, where it means no other. */
export const nameIn = (pattern: string): PackageName | undefined =>
  pattern.includes('*') ? undefined : asPackageName(pattern);
