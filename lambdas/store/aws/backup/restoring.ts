import { BackupError } from '#store/backup/backup-error.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, ItemKey, TableReader } from '#store/table.ts';

const { partitionKey, sortKey } = TABLE_SCHEMA;

/** Says which backup is being restored into the table. */
export const MARK: ItemKey = { partition: 'restoring', sort: 'restoring' };
export const MARK_KEY: Item = { [partitionKey]: MARK.partition, [sortKey]: MARK.sort };

export const isMark = (item: Item): boolean => item[partitionKey] === MARK.partition;

/** A table that holds a part of a registry is not to be backed up. Throws BackupError. */
export async function refuseHalfRestored(table: TableReader, title: string): Promise<void> {
  const [mark] = await table.find([MARK]);
  if (!mark) return;
  throw new BackupError(
    `a restore into ${title} is under way or was interrupted: end it with pantry restore --continue, then back up`,
  );
}
