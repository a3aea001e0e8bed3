import { CustomAttributeType, Entity, type EntityItem } from 'electrodb';

import { blobKey } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Readme, Release, Signature } from '#domain/package.ts';
import type { Person } from '#domain/user.ts';
import type { Version } from '#domain/version.ts';
import { type Blobs, keepBytes, readWhole } from '#store/blobs.ts';
import { findItem } from '#store/items.ts';
import { packagePartition } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { strongly, type TableClient } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** Releases and tombstones share their key: a number that was used once can't be used again. */
const byVersion = {
  pk: { field: 'pk', composite: ['name'], template: 'package#${name}', casing: 'none' },
  sk: { field: 'sk', composite: ['version'], template: 'version#${version}', casing: 'none' },
} as const;

export const releases = new Entity(
  {
    model: { service: 'registry', entity: 'release', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      version: { type: CustomAttributeType<Version>('string'), required: true },
      rev: { type: 'number', required: true },
      publishedAt: { type: 'string', required: true },
      publisher: { type: CustomAttributeType<Person>('any'), required: true },
      integrity: { type: 'string', required: true },
      shasum: { type: 'string', required: true },
      size: { type: 'number', required: true },
      unpackedSize: { type: 'number', required: true },
      fileCount: { type: 'number', required: true },
      signatures: { type: CustomAttributeType<readonly Signature[]>('any'), required: true },
      manifest: { type: 'string' },
      manifestBlob: { type: 'string' },
      deprecated: { type: 'string' },
      readme: { type: CustomAttributeType<Readme>('any') },
    },
    indexes: { byVersion },
  },
  { table: TABLE_SCHEMA.name },
);

/** What is left of an unpublished version: its number, and who took it back when. */
export const tombstones = new Entity(
  {
    model: { service: 'registry', entity: 'tombstone', version: '1' },
    attributes: {
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      version: { type: CustomAttributeType<Version>('string'), required: true },
      removedAt: { type: 'string', required: true },
      removedBy: { type: 'string', required: true },
      integrity: { type: 'string', required: true },
    },
    indexes: { byVersion },
  },
  { table: TABLE_SCHEMA.name },
);

/** A manifest that would crowd its item (400 KB hold it all) lies among the blobs instead. */
const INLINE_MANIFEST = 256 * 1024;

/** A release as the table holds it. */
export type StoredRelease = EntityItem<typeof releases>;

/** The item of a release; a very large manifest goes to the blobs first. */
export async function toItem(blobs: Blobs, { manifest, ...rest }: Release): Promise<StoredRelease> {
  if (manifest.length <= INLINE_MANIFEST) return { ...rest, manifest };
  const { integrity } = await keepBytes(blobs, Buffer.from(manifest));
  return { ...rest, manifestBlob: integrity };
}

/** The release of an item, its manifest brought along from wherever it is. */
export async function fromItem(blobs: Blobs, item: StoredRelease): Promise<Release> {
  const { manifest, manifestBlob, ...rest } = item;
  if (manifest !== undefined) return { ...rest, manifest };
  if (manifestBlob === undefined) throw new Error(`${rest.name}@${rest.version} has no manifest`);
  return { ...rest, manifest: (await readWhole(blobs, blobKey(manifestBlob))).toString() };
}

type ReleaseStores = Pick<Services, 'table' | 'blobs'>;

export async function findRelease(
  { table, blobs }: ReleaseStores,
  name: PackageName,
  version: Version,
): Promise<Release | undefined> {
  const item = await findItem(table, releases, packagePartition(name), `version#${version}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return item && fromItem(blobs, item as StoredRelease);
}

/** Every release of a package, in no order that means anything. */
export async function listReleases(
  { table, blobs }: ReleaseStores,
  name: PackageName,
): Promise<readonly Release[]> {
  const { data } = await releases.query
    .byVersion({ name })
    .go({ ...strongly(table), pages: 'all' });
  return Promise.all(data.map(async (item) => fromItem(blobs, item)));
}

/** Integrities of all blobs that a package's releases name: tarballs, READMEs, large manifests. */
export async function listBlobsOf(
  table: TableClient,
  name: PackageName,
): Promise<readonly string[]> {
  const { data } = await releases.query
    .byVersion({ name })
    .go({ ...strongly(table), pages: 'all' });
  return data.flatMap(({ integrity, readme, manifestBlob }) => [
    integrity,
    ...(readme ? [readme.integrity] : []),
    ...(manifestBlob === undefined ? [] : [manifestBlob]),
  ]);
}
