import { Readable } from 'node:stream';
import * as v from 'valibot';

import { readPolicy } from '#functions/compose.ts';
import { countEdgeLog } from '#jobs/count-edge-log.ts';
import { withOutcome } from '#jobs/with-outcome.ts';
import { openDocumentTable } from '#store/aws/document-table.ts';
import { deleteObject, getObject, type ObjectName } from '#store/aws/s3.ts';
import { createVisitorKeys } from '#store/downloads/visitor-key.ts';

import type { QueueEvent } from './sqs.ts';

const table = openDocumentTable();
const visitorKey = createVisitorKeys(() => table);
const { downloadLimit: limit } = readPolicy();

/** Milliseconds that a part may take at worst. */
const ENOUGH = 15_000;

interface Context {
  readonly getRemainingTimeInMillis: () => number;
}

/** What S3 says of new objects; it sends a test of its own first, which is about none. */
const Notification = v.object({
  Records: v.optional(
    v.array(
      v.object({
        s3: v.object({
          bucket: v.object({ name: v.string() }),
          object: v.object({ key: v.string() }),
        }),
      }),
    ),
    [],
  ),
});

const now = (): Date => new Date();

/** One message a batch: a file that could not be counted to its end comes back. */
export async function handler({ Records }: QueueEvent, context: Context): Promise<void> {
  for (const { body } of Records) {
    for (const { s3 } of v.parse(Notification, JSON.parse(body)).Records) {
      const key = decodeURIComponent(s3.object.key.replaceAll('+', ' '));
      const file = { bucket: s3.bucket.name, key };
      await withOutcome({ table, now }, { job: 'edge-log' }, async () => countFile(file, context));
    }
  }
}

/** What was counted is deleted, because it names addresses. */
async function countFile(name: ObjectName, context: Context): Promise<void> {
  const found = await getObject(name);
  // It was counted before, and deleted.
  if (!found) return;
  const hashAddress = await visitorKey(now());
  const goesOn = (): boolean => context.getRemainingTimeInMillis() > ENOUGH;
  const file = { key: name.key, content: Readable.from(found.body) };
  const done = await countEdgeLog({ table, now, hashAddress, limit, goesOn }, file);
  if (!done) throw new Error(`there was no time for all of ${name.key}: it is read again`);
  await deleteObject(name);
}
