import { randomUUID } from 'node:crypto';

import { type PackageName, parsePackageName } from '#domain/package-name.ts';
import type { Package, Release } from '#domain/package.ts';
import { parseVersion, type Version } from '#domain/version.ts';
import type { Blobs } from '#store/blobs.ts';
import { findLookAlikes } from '#store/look-alikes.ts';
import { changePackage } from '#store/package-change.ts';
import type { PackageChange } from '#store/package-transaction.ts';
import type { TableClient } from '#store/table.ts';

import { uniqueName } from '../packages.ts';

export interface TableStores {
  readonly table: TableClient;
  readonly blobs: Blobs;
}

export const v = (text: string): Version => parseVersion(text);
export const audit = (action = 'test'): PackageChange['audit'] => ({
  id: randomUUID(),
  action,
  actor: 'alice',
  address: '127.0.0.1',
  detail: {},
  days: 0,
});
const owner = { name: 'alice', email: 'alice@example.com' };

export const release = (name: PackageName, version: string): Omit<Release, 'rev'> => ({
  name,
  version: v(version),
  publishedAt: new Date().toISOString(),
  publisher: owner,
  integrity: `sha512-${version}`,
  shasum: 'x',
  size: 1,
  unpackedSize: 2,
  fileCount: 3,
  signatures: [],
  manifest: JSON.stringify({ name, version }),
});

export const claim = (name: PackageName): PackageChange['after'] => ({
  name,
  createdAt: new Date().toISOString(),
  owners: [owner],
  visibility: 'public',
  distTags: { latest: v('1.0.0') },
  stars: 0,
});

export const name = (): PackageName => parsePackageName(`@${uniqueName('scope')}/${uniqueName()}`);

export interface WatchedStores extends TableStores {
  readonly now: () => Date;
  readonly changed: readonly PackageName[];
  readonly packageChanged: (name: PackageName) => Promise<void>;
}

/** Stores whose notes of changed packages are kept in a list. */
export async function watched(open: () => Promise<TableStores>): Promise<WatchedStores> {
  const changed: PackageName[] = [];
  return {
    ...(await open()),
    now: () => new Date(),
    changed,
    packageChanged: async (pkg: PackageName) => void changed.push(pkg),
  };
}

export const publish = async (
  to: WatchedStores,
  pkg: PackageName,
  version: string,
): Promise<Package | undefined> =>
  changePackage(to, pkg, async (before) => ({
    before,
    after: before ?? claim(pkg),
    published: release(pkg, version),
    ...(!before && { similar: await findLookAlikes(to.table, pkg) }),
    audit: audit('publish'),
  }));
