import { CustomAttributeType, Entity } from 'electrodb';

import { lookAlikeKey, type PackageName } from '#domain/package-name.ts';
import { findItem } from '#store/items.ts';
import type { TableClient } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** The names that a reader could take for each other; who comes second must own the first. */
export const lookAlikes = new Entity(
  {
    model: { service: 'registry', entity: 'lookAlike', version: '1' },
    attributes: {
      key: { type: 'string', required: true },
      names: { type: CustomAttributeType<readonly PackageName[]>('any'), required: true },
      rev: { type: 'number', required: true },
    },
    indexes: {
      byKey: {
        pk: { field: 'pk', composite: ['key'], template: 'look-alike#${key}', casing: 'none' },
        sk: { field: 'sk', composite: [], template: 'names', casing: 'none' },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);

export interface LookAlikes {
  readonly key: string;
  readonly names: readonly PackageName[];
  /** 0 where nobody has such a name yet. */
  readonly rev: number;
}

export async function findLookAlikes(table: TableClient, name: PackageName): Promise<LookAlikes> {
  const key = lookAlikeKey(name);
  const item = await findItem(table, lookAlikes, `look-alike#${key}`, 'names');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return (item as LookAlikes | undefined) ?? { key, names: [], rev: 0 };
}
