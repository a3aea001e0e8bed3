import { CATALOGUE } from '#store/catalogue/partitions.ts';
import { VISITOR_KEY } from '#store/downloads/visitor-key.ts';
import { JOB_OUTCOMES } from '#store/job-outcomes.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item } from '#store/table.ts';

/**
 * What no backup has. The visitors' key lasts a day, so that nobody can lead hashes back to addresses later: a backup would
 * last longer. The catalogue is made from packages, and agrees with itself only as a whole; on AWS it is made while a restore is
 * still writing. How jobs went is told of the registry that ran them.
 */
const LEFT_OUT: readonly string[] = [VISITOR_KEY.partition, JOB_OUTCOMES, ...CATALOGUE];

/** Whether a line of items may be of what is left out, by its text alone. */
export const mayBeLeftOut = (line: string): boolean =>
  LEFT_OUT.some((partition) => line.includes(partition));

export const isLeftOut = (item: Item): boolean =>
  LEFT_OUT.includes(String(item[TABLE_SCHEMA.partitionKey]).replace(/(?<=#).*$/, ''));
