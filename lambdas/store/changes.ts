import type { EntityItem } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import type { changes } from '#store/entities/change.ts';
import { itemsOf, pagesOf } from '#store/items.ts';
import type { TableReader } from '#store/table.ts';

/** Days for which a change can be read back; whoever is further behind starts anew. */
const KEPT_DAYS = 30;
const LISTED_AT_ONCE = 100;

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
  table: TableReader,
  from: Date,
  until: Date,
): AsyncGenerator<Change> {
  const oldest = until.getTime() - KEPT_DAYS * 86_400_000;
  const start = new Date(Math.max(from.getTime(), oldest));
  for (const day of daysBetween(start, until)) {
    const query = { partition: `changes#${day}`, from: start.toISOString(), limit: LISTED_AT_ONCE };
    for await (const page of pagesOf(table, query)) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
      yield* itemsOf('change', page) as unknown as readonly Change[];
    }
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
