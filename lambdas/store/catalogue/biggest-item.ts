import type { PackageName } from '#domain/package-name.ts';
import { itemsOf } from '#store/items.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { TableReader } from '#store/table.ts';

import type { Entry } from './entry.ts';

const { name: TableName, partitionKey, sortKey } = TABLE_SCHEMA;

/**
 * All packages by the bytes of their tarballs. As with the newest, one partition has room for the small writes of some hundreds of
 * publishes a second.
 */
const BIGGEST = 'biggest';

/** Digits of a number of bytes, as many as any has, so that texts are in the order of numbers. */
const DIGITS = 16;

type Part = Pick<Entry, 'made' | 'sums'>;

/** Moves a package to where it belongs now; nothing where it has as many bytes as before. */
export function biggestMoves(name: PackageName, before: Part, after: Part): readonly object[] {
  const [old, bytes] = [before.sums.bytes, after.sums.bytes];
  if (old === bytes && before.made === after.made) return [];
  return [
    ...(old > 0 && old !== bytes ? [{ Delete: { TableName, Key: keyOf(name, old) } }] : []),
    ...(bytes > 0 ? [biggestPut(name, bytes)] : []),
  ];
}

const keyOf = (name: PackageName, bytes: number) => ({
  [partitionKey]: BIGGEST,
  [sortKey]: `${String(bytes).padStart(DIGITS, '0')}#${name}`,
});

const biggestPut = (name: PackageName, bytes: number): object => ({
  Put: {
    TableName,
    Item: { ...keyOf(name, bytes), name, bytes, __edb_e__: 'biggestPackage', __edb_v__: '1' },
  },
});

export interface BigPackage {
  readonly name: PackageName;
  /** Of the tarballs of all its versions. */
  readonly bytes: number;
}

/** The packages whose tarballs take most, public and private ones, the biggest first. */
export async function biggestPackages(
  table: TableReader,
  size: number,
): Promise<readonly BigPackage[]> {
  const { items } = await table.page({ partition: BIGGEST, backwards: true, limit: size });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
  return itemsOf('biggestPackage', items) as unknown as readonly BigPackage[];
}
