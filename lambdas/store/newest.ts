import type { Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';
import { findItems, itemsOf } from '#store/items.ts';
import { asPackages, packagePartition } from '#store/packages.ts';
import { asReleases, type StoredRelease } from '#store/releases.ts';
import type { TableReader } from '#store/table.ts';

import { NEWEST } from './catalogue/newest-item.ts';

/** A version that was published of late. */
export interface NewestVersion {
  readonly name: PackageName;
  readonly version: Version;
  readonly publishedAt: string;
  /** May be empty. */
  readonly description: string;
  readonly publisher: {
    readonly name: string;
    /** `ci`: a run of a CI service published it. */
    readonly kind: 'user' | 'ci';
  };
}

/** Items of a page, and pages that are looked at: what is gone or private since leaves gaps. */
const PAGE = 50;
const PAGES = 10;

/** The versions of public packages that were published last, the newest first. */
export async function newestVersions(
  table: TableReader,
  size: number,
): Promise<readonly NewestVersion[]> {
  const found: NewestVersion[] = [];
  let start: Parameters<TableReader['page']>[1];
  for (let page = 0; page < PAGES && found.length < size; page += 1) {
    const query = { partition: NEWEST, backwards: true, limit: PAGE };
    const { items, next } = await table.page(query, start);
    found.push(...(await stillPublic(table, itemsOf('newestVersion', items))));
    if (!next) break;
    start = next;
  }
  return found.slice(0, size);
}

async function stillPublic(
  table: TableReader,
  items: readonly unknown[],
): Promise<readonly NewestVersion[]> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by newest-item.ts
  const listed = items as readonly Pick<StoredRelease, 'name' | 'version'>[];
  const keys = listed.flatMap(({ name, version }) =>
    ['package', `version#${version}`].map((sort) => ({ partition: packagePartition(name), sort })),
  );
  const stored = await findItems(table, keys);
  const open = new Set(
    asPackages(stored)
      .filter(({ visibility, unpublished }) => visibility === 'public' && !unpublished)
      .map(({ name }) => name),
  );
  const releases = new Map(asReleases(stored).map((each) => [specOf(each), each]));
  return listed.flatMap((each) => {
    const release = open.has(each.name) ? releases.get(specOf(each)) : undefined;
    return release ? [toNewest(release)] : [];
  });
}

const specOf = ({ name, version }: Pick<StoredRelease, 'name' | 'version'>): string =>
  `${name}@${version}`;

const toNewest = (release: StoredRelease): NewestVersion => ({
  name: release.name,
  version: release.version,
  publishedAt: release.publishedAt,
  description: descriptionOf(release),
  publisher: { name: release.publisher.name, kind: release.run ? 'ci' : 'user' },
});

/** Characters of a description that a list has room for. */
const LONGEST = 300;

/** A manifest that is too large for its item is not fetched for this. */
function descriptionOf({ manifest }: StoredRelease): string {
  if (manifest === undefined) return '';
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by buildManifest
  const { description } = JSON.parse(manifest) as Json;
  return typeof description === 'string' ? description.slice(0, LONGEST) : '';
}
