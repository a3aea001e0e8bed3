import type { DownloadPeriod } from '#domain/downloads/download-period.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { PolicyRule } from '#domain/upstream/policy.ts';
import { itemsOf, listItems } from '#store/items.ts';
import { revPut } from '#store/rev-put.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, ItemKey, TableReader } from '#store/table.ts';

const { partitionKey, sortKey, ttlAttribute } = TABLE_SCHEMA;

/** A version of an upstream that somebody was refused by a rule. */
export interface Refused {
  readonly name: PackageName;
  readonly version: string;
  readonly rule: PolicyRule;
  /** No longer than LONGEST_REASON. */
  readonly reason: string;
}

/** The same as it is counted. */
export interface RefusedCount extends Refused {
  /** The same for the same requests, however often they are delivered. */
  readonly id: string;
  /** ISO time of the last of them. */
  readonly at: string;
  readonly times: number;
}

/** A version, what kept it out, and at least how often and when it was asked for last. */
export interface RefusedVersion extends Refused {
  readonly times: number;
  readonly last: string;
}

/** The last first. */
export type RefusedVersions = (period: DownloadPeriod) => Promise<readonly RefusedVersion[]>;

/** Characters of a reason that are kept. */
export const LONGEST_REASON = 300;
/** Versions of a day and shard: anybody may ask for any, and an item takes 400 KB. */
const MOST = 150;
/** Days that they are told for: a month, and the day that is not over. */
const KEPT = 32;

const ENTITY = 'refused';

/** What a day's item has of a version; texts, as everything that is kept of what others say. */
type Kept = Omit<RefusedVersion, 'last'> & { readonly at: string };

/** Items of a day, in shards; each tells some versions apart, those that were asked for most and last. */
export const refusedDays = {
  keyOf: (day: string, shard: number): ItemKey => ({ partition: ENTITY, sort: `${day}#${shard}` }),
  /** Adds to what was read under the key, on the condition that it still is so. */
  put(
    { day, shard }: { readonly day: string; readonly shard: number },
    counts: readonly RefusedCount[],
    before: Item | undefined,
  ): object {
    const { partition, sort } = refusedDays.keyOf(day, shard);
    const kept = added([...keptIn(before), ...counts.map(toKept)])
      .toSorted((a, b) => b.times - a.times || (a.at < b.at ? 1 : -1))
      .slice(0, MOST);
    const item = {
      [partitionKey]: partition,
      [sortKey]: sort,
      [ttlAttribute]: Date.parse(day) / 1000 + KEPT * 86_400,
      day,
      versions: kept,
      __edb_e__: ENTITY,
      __edb_v__: '1',
    };
    return revPut(item, Number(before?.['rev'] ?? 0));
  },
};

const toKept = ({ name, version, rule, reason, at, times }: RefusedCount): Kept => ({
  name,
  version,
  rule,
  reason,
  at,
  times,
});

const keptIn = (item: Item | undefined): readonly Kept[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written above
  (item?.['versions'] ?? []) as readonly Kept[];

/** Each version and rule once, with the reason that was given last. */
function added(all: readonly Kept[]): readonly Kept[] {
  const sums = new Map<string, Kept>();
  for (const each of all) {
    const key = `${each.rule} ${each.name}@${each.version}`;
    const known = sums.get(key);
    const times = each.times + (known?.times ?? 0);
    const later = known && known.at > each.at ? known : each;
    sums.set(key, { ...later, times });
  }
  return [...sums.values()];
}

export const createRefusedVersions =
  (table: () => TableReader): RefusedVersions =>
  async ({ start, end }) => {
    const query = { partition: ENTITY, from: start, before: `${end}$` };
    const items = itemsOf(ENTITY, await listItems(table(), query));
    return added(items.flatMap(keptIn))
      .toSorted((a, b) => (a.at < b.at ? 1 : -1))
      .map(({ at, ...rest }) => ({ ...rest, last: at }));
  };
