import { dependenciesOf, type DependencyKind } from '#domain/dependencies.ts';
import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package, Visibility } from '#domain/package.ts';
import type { Sums } from '#domain/registry-sums.ts';
import type { StoredRelease } from '#store/releases.ts';
import type { Item, ItemKey } from '#store/table.ts';

import { type PublishedDays, publishedDays } from './published-month.ts';

/** Where it is written what the lists of the registry show of a package. */
export const entryKey = (name: PackageName): ItemKey => ({
  partition: `catalogue#${name}`,
  sort: 'entry',
});

/** Raised whenever what is shown of a package changes, so that a rebuild shows it anew. */
export const CATALOGUE = 2;

/** How a package is shown below one that it depends on. */
export interface Shown {
  readonly visibility: Visibility;
  readonly kind: DependencyKind;
  readonly range: string;
}

/** What the lists and sums of the registry have of a package at this moment. */
export interface Entry {
  /** Of this item; 0: there is none yet. */
  readonly rev: number;
  /** What made them; absent: what made the first. */
  readonly made?: number;
  /** The package's rev that they show. */
  readonly shows: number;
  readonly visibility: Visibility;
  /** What it adds to the registry's. */
  readonly sums: Sums;
  /** Versions by the day of their publish, of the last days; what made the first entries knew none. */
  readonly published?: PublishedDays;
  /** By the name of what it depends on. */
  readonly dependencies: Readonly<Record<string, Shown>>;
}

/** The same as it is to be. */
export type Wanted = Omit<Entry, 'rev'>;

const NOTHING: Sums = { packages: 0, versions: 0, bytes: 0 };

const NO_ENTRY: Entry = {
  rev: 0,
  shows: 0,
  visibility: 'private',
  sums: NOTHING,
  dependencies: {},
};

export const toEntry = (item: Item | undefined): Entry =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by catalogue-package.ts
  item ? (item as unknown as Entry) : NO_ENTRY;

interface Circumstances {
  /** Of the latest version, where there is one. */
  readonly manifest: Json | undefined;
  readonly now: Date;
}

/** What they are to have. */
export function wantedEntry(
  { rev, visibility, unpublished }: Package,
  releases: readonly Pick<StoredRelease, 'size' | 'publishedAt'>[],
  { manifest, now }: Circumstances,
): Wanted {
  const made = CATALOGUE;
  if (unpublished) return { made, shows: rev, visibility, sums: NOTHING, dependencies: {} };
  const dependencies = manifest ? dependenciesOf(manifest) : [];
  return {
    made,
    shows: rev,
    visibility,
    sums: {
      packages: 1,
      versions: releases.length,
      bytes: releases.reduce((sum, { size }) => sum + size, 0),
    },
    published: publishedDays(releases, now),
    dependencies: Object.fromEntries(
      dependencies.map(({ name, kind, range }) => [name, { visibility, kind, range }]),
    ),
  };
}
