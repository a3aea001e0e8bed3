import type { TableClient } from '#store/table.ts';

import { refuseHalfRestored } from './restoring.ts';
import { scanTable } from './scan-table.ts';
import { settle } from './settle.ts';
import type { Spool } from './spool.ts';

/** Puts a table that is in use into a spool, in order. Throws BackupError where a restore into it began. */
export async function readTable(
  table: TableClient,
  title: string,
  spool: Spool,
  now: () => Date,
): Promise<void> {
  await refuseHalfRestored(table, title);
  const began = now();
  await scanTable(table, spool.put);
  await settle(table, spool, began, now);
  await refuseHalfRestored(table, title);
}
