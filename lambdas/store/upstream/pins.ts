import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';
import { findItem } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

/** What a version's tarball was when it was first fetched. */
export interface Pin {
  readonly name: PackageName;
  readonly version: Version;
  readonly integrity: string;
  readonly shasum: string;
  /** Bytes. */
  readonly size: number;
  /** ISO date. */
  readonly fetchedAt: string;
}

export async function findPin(
  table: TableReader,
  name: PackageName,
  version: Version,
): Promise<Pin | undefined> {
  const item = await findItem(table, 'upstreamTarball', `upstream#${name}`, `tarball#${version}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return item as Pin | undefined;
}
