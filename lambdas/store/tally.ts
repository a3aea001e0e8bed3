import { type Window, WINDOW } from '#domain/rate-limit.ts';
import type { TableClient } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** What is counted together. */
export interface Counting {
  readonly key: string;
  readonly window: Window;
  /** Beyond it nobody needs to know how many there are. */
  readonly quota: number;
}

/** Counts requests for all processes that serve them. */
export interface Tally {
  /** How many there are in the window, with this one. */
  add(counting: Counting): Promise<number>;
}

/** Seconds after its window that a count may stay: clocks of two processes differ. */
const REMAINS = 120;
/** Milliseconds: whoever waits longer for being counted is served worse than without a limit. */
const PATIENCE = 1000;
/** Callers that are known to be over their quota. */
const MOST = 10_000;

const { name: TableName, partitionKey, sortKey, ttlAttribute } = TABLE_SCHEMA;

/**
 * Counts in the table: one write a request. A caller who is over the quota is not counted again by the same
 * process, so that no key is written more often in a window than its quota and one time a process: nobody
 * makes it hot by asking on and on.
 */
export function createTableTally(table: () => TableClient): Tally {
  const over = new Map<string, { readonly start: number; readonly count: number }>();
  return {
    async add({ key, window: { start }, quota }) {
      const known = over.get(key);
      if (known?.start === start) return known.count;
      const answer = await soon(
        table().write('UpdateItem', {
          TableName,
          Key: { [partitionKey]: `limit#${key}`, [sortKey]: String(start) },
          UpdateExpression: 'ADD #count :one SET #expires = :expires',
          ExpressionAttributeNames: { '#count': 'count', '#expires': ttlAttribute },
          ExpressionAttributeValues: { ':one': 1, ':expires': start + WINDOW + REMAINS },
          ReturnValues: 'UPDATED_NEW',
        }),
      );
      const count = countIn(answer);
      if (over.size >= MOST) over.clear();
      if (count > quota) over.set(key, { start, count });
      return count;
    },
  };
}

function countIn(answer: unknown): number {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the operation answers
  const { Attributes } = answer as { readonly Attributes: { readonly count: number } };
  return Attributes.count;
}

/** The client of the table would try for seconds. */
async function soon<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const error = new Error(`the table did not count within ${PATIENCE} ms`);
    timer = setTimeout(() => reject(Object.assign(error, { name: 'TimeoutError' })), PATIENCE);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
