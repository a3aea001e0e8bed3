import type { Bound, KeyRange } from '../value/key-range.ts';
import type { Key } from '../value/key.ts';
import { partitionColumn, sortColumn } from './layout.ts';

/** A place in an order of items, to go on after: its keys in the index, if there is one, and in the table. */
export interface Position {
  readonly key: Key;
  readonly indexKey?: Key;
}

/** Which items to read, and in what order: one partition's (a query) or all (a scan). */
export interface Selection {
  /** The columns of the index to read from; the table itself where absent. */
  readonly slot?: number;
  readonly range?: KeyRange;
  readonly after?: Position;
  readonly isForward: boolean;
}

export interface SelectQuery {
  /** One of a small, fixed set of texts for each index, so that prepared statements can be kept. */
  readonly sql: string;
  readonly values: readonly string[];
}

interface Clause {
  readonly sql: string;
  readonly values: readonly string[];
}

/** The SQL that reads a selection in order, by index alone: nothing is sorted. */
export function toSelectQuery(selection: Selection): SelectQuery {
  const { slot, range, isForward } = selection;
  const partition = slot === undefined ? 'pk' : partitionColumn(slot);
  const sort = slot === undefined ? 'sk' : sortColumn(slot);
  const key = slot === undefined ? [] : ['pk', 'sk'];
  const order = range === undefined ? [partition, sort, ...key] : [sort, ...key];
  const clauses = [
    ...partitionClauses(partition, selection),
    ...rangeClauses(sort, selection),
    ...positionClauses(order, selection),
  ];
  const where = clauses.length === 0 ? '' : `WHERE ${clauses.map(({ sql }) => sql).join(' AND ')}`;
  const direction = isForward ? '' : ' DESC';
  const ordering = order.map((column) => column + direction).join(', ');
  return {
    sql: `SELECT item, size FROM items ${where} ORDER BY ${ordering}`,
    values: clauses.flatMap(({ values }) => values),
  };
}

function partitionClauses(column: string, { slot, range }: Selection): readonly Clause[] {
  if (range !== undefined) return [{ sql: `${column} = ?`, values: [range.partition] }];
  return slot === undefined ? [] : [{ sql: `${column} IS NOT NULL`, values: [] }];
}

/** The bound that lies behind the position is left out: the position implies it and is the better start. */
function rangeClauses(column: string, { range, after, isForward }: Selection): readonly Clause[] {
  const isResumed = after !== undefined;
  return [
    ...(isResumed && isForward ? [] : boundClauses(column, '>', range?.from)),
    ...(isResumed && !isForward ? [] : boundClauses(column, '<', range?.to)),
  ];
}

function boundClauses(
  column: string,
  sign: '<' | '>',
  bound: Bound | undefined,
): readonly Clause[] {
  if (bound === undefined) return [];
  return [{ sql: `${column} ${sign}${bound.isIncluded ? '=' : ''} ?`, values: [bound.key] }];
}

function positionClauses(
  order: readonly string[],
  { after, isForward }: Selection,
): readonly Clause[] {
  if (after === undefined) return [];
  const { key, indexKey } = after;
  const whole = [
    ...(indexKey === undefined ? [] : [indexKey.partition, indexKey.sort]),
    key.partition,
    key.sort,
  ];
  // A query orders by what follows the partition key.
  const values = whole.slice(whole.length - order.length);
  const marks = order.map(() => '?').join(', ');
  return [{ sql: `(${order.join(', ')}) ${isForward ? '>' : '<'} (${marks})`, values }];
}
