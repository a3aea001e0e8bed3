import { createWriteTransaction } from 'electrodb';
import { createHash } from 'node:crypto';

import { unavailable } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';
import { downloads } from '#store/entities/download.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

/** Downloads of one version on one day. */
export interface DownloadCount {
  readonly name: PackageName;
  readonly version: Version;
  /** `2026-11-21`, UTC. */
  readonly day: string;
  readonly count: number;
}

/** Items of a transaction, as DynamoDB limits them. */
const ITEMS = 100;

const ENTITIES = { downloads };

/**
 * Adds counts to what is there. A batch of the same id that was added within the last ten minutes is not
 * added again: DynamoDB tells by the transaction's token.
 */
export async function addDownloads(
  table: TableClient,
  batch: string,
  counts: readonly DownloadCount[],
): Promise<void> {
  for (let start = 0; start < counts.length; start += ITEMS) {
    const some = counts.slice(start, start + ITEMS);
    const token = createHash('sha256').update(`${batch}#${start}`).digest('hex').slice(0, 36);
    const transaction = createWriteTransaction(ENTITIES, (entities) =>
      some.map(({ count, ...key }) => entities.downloads.upsert(key).add({ count }).commit()),
    );
    if (await transact(table, { params: () => transaction.params({ token }) })) {
      throw unavailable('downloads are counted by others at this moment: try again');
    }
  }
}
