import type { Package, Release } from '#domain/package.ts';
import type { Version } from '#domain/version.ts';
import type { Blobs } from '#store/blobs.ts';
import { releases, tombstones } from '#store/entities/release.ts';
import { itemComposer } from '#store/item-composer.ts';
import { toItem } from '#store/releases.ts';
import { absentOrExpired, put } from '#store/transaction-items.ts';

/** What an import brings of a package, all of it under numbers that were free when they were read. */
export interface ImportedNumbers {
  readonly releases: readonly Omit<Release, 'rev'>[];
  /** Numbers that were used up elsewhere, and are not to be used here either. */
  readonly gone: readonly Version[];
}

interface Writing {
  readonly at: string;
  readonly audit: { readonly actor: string };
}

const compose = { release: itemComposer(releases), tombstone: itemComposer(tombstones) };

/** A number that was taken meanwhile fails the transaction: the import looks again at what is there. */
export async function importedItems(
  blobs: Blobs,
  { releases: brought, gone }: ImportedNumbers,
  { at, audit }: Writing,
  { name, rev }: Package,
): Promise<readonly object[]> {
  const items = await Promise.all(
    brought.map(async (release) => toItem(blobs, { ...release, rev })),
  );
  const free = absentOrExpired(new Date(at));
  const grave = { name, integrity: '', removedBy: audit.actor, removedAt: at };
  return [
    ...items.map((item) => put(compose.release(item), free)),
    ...gone.map((version) => put(compose.tombstone({ ...grave, version }), free)),
  ];
}
