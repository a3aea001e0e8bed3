import type { Advisory } from '#domain/advisory.ts';
import type { PackageName } from '#domain/package-name.ts';
import { findItems, itemsOf } from '#store/items.ts';
import type { ItemKey, TableReader } from '#store/table.ts';

/** The registry's own advisories of a package. */
export interface PackageAdvisories {
  readonly name: PackageName;
  /** Counts every change; 0 where there never was one. */
  readonly rev: number;
  readonly list: readonly Advisory[];
}

const keyOf = (name: PackageName): ItemKey => ({
  partition: `advisories#${name}`,
  sort: 'advisories',
});

/** Those of many packages, by name; packages without any are missing. */
export async function findAdvisories(
  table: TableReader,
  names: readonly PackageName[],
): Promise<ReadonlyMap<PackageName, PackageAdvisories>> {
  const items = await findItems(table, names.map(keyOf));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  const found = itemsOf('advisories', items) as unknown as readonly PackageAdvisories[];
  return new Map(found.map((each) => [each.name, each]));
}

export async function findAdvisoriesOf(
  table: TableReader,
  name: PackageName,
): Promise<PackageAdvisories> {
  return (await findAdvisories(table, [name])).get(name) ?? { name, rev: 0, list: [] };
}
