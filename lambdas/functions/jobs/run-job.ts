import * as v from 'valibot';

import { logInfo } from '#http/log.ts';
import { collectGarbage } from '#jobs/collect-garbage.ts';
import { repairAll } from '#jobs/repair.ts';
import { withOutcome } from '#jobs/with-outcome.ts';
import { openBlobInventory } from '#store/aws/blob-inventory.ts';
import { variable } from '#store/aws/environment.ts';
import { sendMessage } from '#store/aws/queue.ts';
import { openReadingTable } from '#store/aws/reading-table.ts';
import { SHARDS } from '#store/packages.ts';
import { JOB_NAMES } from '#store/services.ts';

import { withRepairStores } from './repair-stores.ts';
import type { QueueEvent } from './sqs.ts';

const stores = { table: openReadingTable(), now: (): Date => new Date() };

/** `shard`: packages of that one alone; the rebuild of all is one message a shard. */
const Job = v.object({ job: v.picklist(JOB_NAMES), shard: v.optional(v.number()) });

/** One message a batch: what fails goes back to the queue, and after a few times to its dead letters. */
export async function handler({ Records }: QueueEvent): Promise<void> {
  for (const { body } of Records) {
    const job = v.parse(Job, JSON.parse(body));
    const { job: name, shard: part } = job;
    const done = await withOutcome(stores, { job: name, part }, async () => run(job));
    logInfo('job done', { ...job, ...done });
  }
}

async function run({ job, shard }: v.InferOutput<typeof Job>): Promise<object> {
  if (job === 'gc') {
    return collectGarbage({ ...stores, blobs: openBlobInventory() });
  }
  if (shard !== undefined) return withRepairStores(async (derived) => repairAll(derived, [shard]));
  const shards = Array.from({ length: SHARDS }, (_, each) => each);
  const queue = variable('PANTRY_JOBS_QUEUE');
  await Promise.all(shards.map(async (each) => sendMessage(queue, { job, shard: each })));
  return { shards: SHARDS };
}
