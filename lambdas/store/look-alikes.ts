import { lookAlikeKey, type PackageName } from '#domain/package-name.ts';
import { findItem } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

export interface LookAlikes {
  readonly key: string;
  readonly names: readonly PackageName[];
  /** 0 where nobody has such a name yet. */
  readonly rev: number;
}

export async function findLookAlikes(table: TableReader, name: PackageName): Promise<LookAlikes> {
  const key = lookAlikeKey(name);
  const item = await findItem(table, 'lookAlike', `look-alike#${key}`, 'names');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return (item as LookAlikes | undefined) ?? { key, names: [], rev: 0 };
}
