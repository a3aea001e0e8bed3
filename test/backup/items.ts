import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Every item of a data folder's table that has not expired, but the public keys that a restore retires, the key of the
 * day and the catalogue, which no backup has.
 */
export function itemsIn(data: string): readonly string[] {
  const database = new DatabaseSync(path.join(data, 'table.db'), { readOnly: true });
  const rows = database
    .prepare(
      `SELECT item FROM items WHERE pk NOT IN ('signing-keys', 'visitor-key', 'newest', 'totals', 'biggest', 'publishers', 'publishes', 'job-outcomes') AND pk NOT LIKE 'catalogue#%' AND pk NOT LIKE 'dependents#%' AND pk NOT LIKE 'publisher#%' AND coalesce(expires, ?1) >= ?1 ORDER BY pk, sk`,
    )
    .all(Date.now() / 1000);
  database.close();
  return rows.map(({ item }) => String(item));
}
