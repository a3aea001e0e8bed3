import { CustomAttributeType, Entity, type EntityItem } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import { strongly, type TableClient } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** Days for which a change can be read back; whoever is further behind starts anew. */
const KEPT_DAYS = 30;

/** The feed of changed packages: what is derived from the table catches up by it. */
export const changes = new Entity(
  {
    model: { service: 'registry', entity: 'change', version: '1' },
    attributes: {
      day: { type: 'string', required: true },
      at: { type: 'string', required: true },
      name: { type: CustomAttributeType<PackageName>('string'), required: true },
      rev: { type: 'number', required: true },
      ttl: { type: 'number', field: TABLE_SCHEMA.ttlAttribute, required: true },
    },
    indexes: {
      byDay: {
        pk: { field: 'pk', composite: ['day'], template: 'changes#${day}', casing: 'none' },
        sk: {
          field: 'sk',
          composite: ['at', 'name', 'rev'],
          template: '${at}#${name}#${rev}',
          casing: 'none',
        },
      },
    },
  },
  { table: TABLE_SCHEMA.name },
);

export interface Change {
  /** ISO time. */
  readonly at: string;
  readonly name: PackageName;
  readonly rev: number;
}

export const toChangeItem = ({ at, name, rev }: Change): EntityItem<typeof changes> => ({
  day: at.slice(0, 10),
  at,
  name,
  rev,
  ttl: Math.floor(Date.parse(at) / 1000) + KEPT_DAYS * 86_400,
});

/** Changes from a time on, oldest first, up to now. */
export async function* listChanges(
  table: TableClient,
  from: Date,
  until: Date,
): AsyncGenerator<Change> {
  const oldest = until.getTime() - KEPT_DAYS * 86_400_000;
  const start = new Date(Math.max(from.getTime(), oldest));
  for (const day of daysBetween(start, until)) {
    let cursor: string | null = null;
    do {
      const page: { data: Change[]; cursor: string | null } = await changes.query
        .byDay({ day })
        .gte({ at: start.toISOString() })
        .go({ ...strongly(table), cursor, limit: 100 });
      yield* page.data;
      ({ cursor } = page);
    } while (cursor !== null);
  }
}

function* daysBetween(from: Date, until: Date): Generator<string> {
  const last = until.toISOString().slice(0, 10);
  const day = new Date(from);
  while (day.toISOString().slice(0, 10) <= last) {
    yield day.toISOString().slice(0, 10);
    day.setUTCDate(day.getUTCDate() + 1);
  }
}
