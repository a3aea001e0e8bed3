import type { EntityItem } from 'electrodb';

import { blobKey } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package, Release, ReleaseDraft } from '#domain/package.ts';
import type { Version } from '#domain/version.ts';
import { type Blobs, keepBytes, readWhole } from '#store/blobs.ts';
import type { releases } from '#store/entities/release.ts';
import { findItem, findItems, itemsOf, listItems } from '#store/items.ts';
import { asPackages, packagePartition } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { FIRST_STAR } from '#store/stars.ts';
import type { Item, TableReader } from '#store/table.ts';

/** A manifest that would crowd its item (400 KB hold it all) lies among the blobs instead. */
const INLINE_MANIFEST = 256 * 1024;

/** A release as the table holds it. */
export type StoredRelease = EntityItem<typeof releases>;

/** The same before it is one. */
export type StoredDraft = Omit<StoredRelease, 'rev' | 'publishedAt' | 'signatures'>;

type StoredManifest = Pick<StoredRelease, 'manifest' | 'manifestBlob'>;

/** The item of a release; a very large manifest goes to the blobs first. */
export const toItem = async (
  blobs: Blobs,
  { manifest, ...rest }: Release,
): Promise<StoredRelease> => ({ ...rest, ...(await storeManifest(blobs, manifest)) });

/** The release of an item, its manifest brought along from wherever it is. */
export async function fromItem(blobs: Blobs, item: StoredRelease): Promise<Release> {
  const { manifest: _, manifestBlob: __, ...rest } = item;
  return { ...rest, manifest: await readManifest(blobs, item) };
}

export const toStoredDraft = async (
  blobs: Blobs,
  { manifest, ...rest }: ReleaseDraft,
): Promise<StoredDraft> => ({ ...rest, ...(await storeManifest(blobs, manifest)) });

export async function fromStoredDraft(blobs: Blobs, item: StoredDraft): Promise<ReleaseDraft> {
  const { manifest: _, manifestBlob: __, ...rest } = item;
  return { ...rest, manifest: await readManifest(blobs, item) };
}

async function storeManifest(blobs: Blobs, manifest: string): Promise<StoredManifest> {
  if (Buffer.byteLength(manifest) <= INLINE_MANIFEST) return { manifest };
  const { integrity } = await keepBytes(blobs, Buffer.from(manifest));
  return { manifestBlob: integrity };
}

async function readManifest(
  blobs: Blobs,
  { name, version, manifest, manifestBlob }: StoredDraft,
): Promise<string> {
  if (manifest !== undefined) return manifest;
  if (manifestBlob === undefined) throw new Error(`${name}@${version} has no manifest`);
  return (await readWhole(blobs, blobKey(manifestBlob))).toString();
}

type ReleaseStores = Pick<Services, 'table' | 'blobs'>;

export async function findRelease(
  { table, blobs }: ReleaseStores,
  name: PackageName,
  version: Version,
): Promise<Release | undefined> {
  const item = await findStored(table, name, version);
  return item && fromItem(blobs, item);
}

/** A release without what may lie among the blobs. */
export async function findStored(
  table: TableReader,
  name: PackageName,
  version: Version,
): Promise<StoredRelease | undefined> {
  const item = await findItem(table, 'release', packagePartition(name), `version#${version}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return item as StoredRelease | undefined;
}

/** A package and one of its releases, by one request. */
export async function findPackageWith(
  { table, blobs }: ReleaseStores,
  name: PackageName,
  version: Version | undefined,
): Promise<{ readonly pkg: Package | undefined; readonly release: Release | undefined }> {
  const partition = packagePartition(name);
  const sorts = ['package', ...(version === undefined ? [] : [`version#${version}`])];
  const found = await table.find(sorts.map((sort) => ({ partition, sort })));
  const items = found.filter((item) => item !== undefined);
  const [release] = asReleases(items);
  return {
    pkg: asPackages(items)[0],
    release: release && (await fromItem(blobs, release)),
  };
}

/** Every release of a package, in no order that means anything. */
export async function listReleases(
  { table, blobs }: ReleaseStores,
  name: PackageName,
): Promise<readonly Release[]> {
  const stored = await listStored(table, name);
  return Promise.all(stored.map(async (item) => fromItem(blobs, item)));
}

/** Names of those among some versions that are deprecated. */
export async function deprecatedAmong(
  table: TableReader,
  versions: readonly Pick<Release, 'name' | 'version'>[],
): Promise<readonly PackageName[]> {
  const keys = versions.map(({ name, version }) => ({
    partition: packagePartition(name),
    sort: `version#${version}`,
  }));
  const found = asReleases(await findItems(table, keys));
  return found.filter(({ deprecated }) => deprecated !== undefined).map(({ name }) => name);
}

/** Integrities of all blobs that a package's releases name: tarballs, READMEs, provenance, large manifests. */
export async function listBlobsOf(
  table: TableReader,
  name: PackageName,
): Promise<readonly string[]> {
  return (await listStored(table, name)).flatMap(blobsOf);
}

/** Integrities of all blobs that a release names, also before it is one. */
export const blobsOf = ({
  integrity,
  readme,
  provenance,
  manifestBlob,
}: StoredDraft): readonly string[] => [
  integrity,
  ...(readme ? [readme.integrity] : []),
  ...(provenance ? [provenance.integrity] : []),
  ...(manifestBlob === undefined ? [] : [manifestBlob]),
];

/** Every release without what may lie among the blobs, in no order that means anything. */
export async function listStored(
  table: TableReader,
  name: PackageName,
): Promise<readonly StoredRelease[]> {
  const partition = packagePartition(name);
  const items = await listItems(table, { partition, from: 'version#', before: FIRST_STAR });
  return asReleases(items);
}

/** The releases among items. */
export const asReleases = (items: readonly Item[]): readonly StoredRelease[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  itemsOf('release', items) as unknown as readonly StoredRelease[];
