import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';
import { findItem, itemsOf, listItems } from '#store/items.ts';
import { shardOf, SHARDS } from '#store/packages.ts';
import type { Item, TableReader } from '#store/table.ts';

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

/** What a pin is called in lists. */
export const pinId = ({ name, version }: Pick<Pin, 'name' | 'version'>): string =>
  `${name}@${version}`;

/** Some of the pins, partition by partition; what comes after the last of them. */
export interface PinPage {
  readonly pins: readonly Pin[];
  /** Undefined: nothing. */
  readonly next: string | undefined;
}

/** Up to so many pins after the one of this id; fewer, or none, are not the end of it: `next` tells. */
export async function listPins(
  table: TableReader,
  { after, size }: { readonly after?: string | undefined; readonly size: number },
): Promise<PinPage> {
  const name = after?.slice(0, after.lastIndexOf('@'));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an id of ours, or one of nothing
  const first = name === undefined ? 0 : shardOf(name as PackageName);
  const pins: Pin[] = [];
  for (let shard = first; shard < SHARDS; shard += 1) {
    const from = shard === first && after !== undefined ? { from: `${after}${PAST}` } : {};
    const limit = size - pins.length;
    const query = { partition: `upstreams#${shard}`, index: 'gsi1', limit, ...from };
    const page = await table.page(query);
    pins.push(...asPins(page.items));
    const last = pins.at(-1);
    if (last && (page.next || pins.length >= size)) return { pins, next: pinId(last) };
  }
  return { pins, next: undefined };
}

/** The pins of one package. */
export const pinsOf = async (table: TableReader, name: PackageName): Promise<readonly Pin[]> =>
  asPins(await listItems(table, { partition: `upstream#${name}` }));

/** All pins, page after page. */
export async function* allPins(table: TableReader): AsyncGenerator<Pin> {
  let after: string | undefined;
  do {
    const { pins, next } = await listPins(table, { after, size: LISTED_AT_ONCE });
    yield* pins;
    after = next;
  } while (after !== undefined);
}

const LISTED_AT_ONCE = 1000;
/** Sorts before all that a version is written with: what comes after a version comes after this. */
const PAST = '!';

const asPins = (items: readonly Item[]): readonly Pin[] =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  itemsOf('upstreamTarball', items) as unknown as readonly Pin[];
