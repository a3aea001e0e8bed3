import { setImmediate as nextTurn } from 'node:timers/promises';

import type { OpenTable } from './table.ts';

const BATCH = 250;
const FIVE_YEARS_S = 5 * 365 * 24 * 60 * 60;

/**
 * Deletes the items whose time to live is over and says how many. Like DynamoDB it leaves those that ended more than
 * five years ago: such a number is likelier a mistake than a date. Other work goes on between batches;
 * a table that is closed meanwhile ends the sweep.
 */
export async function sweepExpired(
  { storage, now }: Pick<OpenTable, 'storage' | 'now'>,
  isOpen: () => boolean,
): Promise<number> {
  const seconds = Math.floor(now() / 1000);
  let removed = 0;
  for (;;) {
    const count = removeBatch(storage, seconds);
    removed += count;
    if (count < BATCH) return removed;
    // oxlint-disable-next-line no-await-in-loop -- one batch after the other is the point
    await nextTurn();
    if (!isOpen()) return removed;
  }
}

function removeBatch(storage: OpenTable['storage'], seconds: number): number {
  storage.begin('write');
  try {
    const count = storage.removeExpired(seconds - FIVE_YEARS_S, seconds, BATCH);
    storage.commit();
    return count;
  } finally {
    storage.rollback();
  }
}
