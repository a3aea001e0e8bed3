import type { Condition } from '../expression/condition.ts';
import { isMet } from '../expression/evaluate.ts';
import type { Path } from '../expression/path.ts';
import { project } from '../expression/projection.ts';
import { decodeItem } from '../storage/item-text.ts';
import type { StoredItem } from '../storage/storage.ts';
import type { Item } from '../value/value.ts';

/** A page of a query or scan ends before the items it looked at exceed this. */
const MAX_PAGE_BYTES = 1024 * 1024;

/** What to make of the items that a query or scan looks at. */
export interface PageRequest {
  readonly filter?: Condition;
  readonly paths?: readonly Path[];
  readonly countsOnly: boolean;
  /** How many items to look at, before the filter. */
  readonly limit?: number;
  /** The attributes that name a place to go on from. */
  readonly placeNames: readonly string[];
  /** Items for which this is false are not looked at: another segment of a parallel scan has them. */
  readonly isOurs?: (item: Item) => boolean;
}

export interface Page {
  readonly Items?: readonly Item[];
  readonly Count: number;
  readonly ScannedCount: number;
  readonly LastEvaluatedKey?: Item;
}

/**
 * Reads until the limit or 1 MB, both before the filter. As in DynamoDB, a page that reaches its limit names a place
 * to go on from even where nothing follows: it does not look ahead.
 */
export function readPage(rows: Iterable<StoredItem>, request: PageRequest): Page {
  const { looked, isCut } = look(rows, request);
  const { filter, paths } = request;
  const matching = filter === undefined ? looked : looked.filter((item) => isMet(filter, item));
  const last = looked.at(-1);
  return {
    ...(request.countsOnly ? {} : { Items: paths ? pick(matching, paths) : matching }),
    Count: matching.length,
    ScannedCount: looked.length,
    ...(isCut && last !== undefined ? { LastEvaluatedKey: placeOf(last, request) } : {}),
  };
}

interface Looked {
  readonly looked: readonly Item[];
  /** Whether the page ended before the rows did, as far as one can tell without looking ahead. */
  readonly isCut: boolean;
}

function look(rows: Iterable<StoredItem>, { isOurs, limit }: PageRequest): Looked {
  const looked: Item[] = [];
  let bytes = 0;
  for (const { text, size } of rows) {
    const item = decodeItem(text);
    if (isOurs?.(item) === false) continue;
    bytes += size;
    if (looked.length > 0 && bytes > MAX_PAGE_BYTES) return { looked, isCut: true };
    looked.push(item);
    if (looked.length === limit) return { looked, isCut: true };
  }
  return { looked, isCut: false };
}

function pick(items: readonly Item[], paths: readonly Path[]): readonly Item[] {
  return items.map((item) => project(item, paths));
}

function placeOf(item: Item, { placeNames }: PageRequest): Item {
  return Object.fromEntries(
    placeNames.flatMap((name) => {
      const value = item[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
