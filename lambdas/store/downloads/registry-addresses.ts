import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import {
  estimate,
  noRegisters,
  register,
  registersFromText,
  registersToText,
  unite,
} from '#domain/downloads/estimate.ts';
import { itemsOf, pagesOf } from '#store/items.ts';
import { revPut } from '#store/rev-put.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, ItemKey, TableReader } from '#store/table.ts';

const { partitionKey, sortKey, ttlAttribute } = TABLE_SCHEMA;

/** No package is called so. */
const PARTITION = 'addresses-of-all';
/** Days for which it is known from how many addresses came what was downloaded; nobody is shown more. */
const KEPT_DAYS = 60;

interface Place {
  readonly day: string;
  readonly shard: number;
}

const keyOf = (day: string, shard: number): ItemKey => ({
  partition: PARTITION,
  sort: `${day}#${shard}`,
});

/** Notes from which addresses the registry was asked on a day: what an estimate needs, and no address. */
export const addressDays = {
  keyOf,
  /** Adds to what was read under the key, on the condition that it still is so. Most days soon have what there is to add. */
  puts({ day, shard }: Place, visitors: Iterable<string>, before: Item | undefined): object[] {
    const registers = before ? registersFromText(String(before['registers'])) : noRegisters();
    let isMore = false;
    for (const visitor of visitors) isMore = register(registers, visitor) || isMore;
    if (!isMore) return [];
    const { partition, sort } = keyOf(day, shard);
    const item = {
      [partitionKey]: partition,
      [sortKey]: sort,
      [ttlAttribute]: Date.parse(day) / 1000 + KEPT_DAYS * 86_400,
      day,
      registers: registersToText(registers),
      __edb_e__: 'addressDay',
      __edb_v__: '1',
    };
    return [revPut(item, Number(before?.['rev'] ?? 0))];
  },
};

/** From about how many addresses there were downloads, by day; days without any are not in it. */
export type RegistryAddresses = (period: DownloadPeriod) => Promise<ReadonlyMap<string, number>>;

export const createRegistryAddresses =
  (table: () => TableReader): RegistryAddresses =>
  async ({ start, end }) => {
    const days = new Map<string, ReturnType<typeof noRegisters>>();
    const query = { partition: PARTITION, from: start, before: `${end}$` };
    for await (const page of pagesOf(table(), query)) {
      for (const { day, registers } of itemsOf('addressDay', page)) {
        const united = days.get(String(day)) ?? noRegisters();
        unite(united, registersFromText(String(registers)));
        days.set(String(day), united);
      }
    }
    return new Map([...days].map(([day, registers]) => [day, estimate(registers)]));
  };
