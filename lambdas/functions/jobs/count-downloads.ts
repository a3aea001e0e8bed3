import { readPolicy } from '#functions/compose.ts';
import { countDownloads } from '#jobs/count-downloads.ts';
import { createSeldomNoted } from '#jobs/with-outcome.ts';
import { openDocumentTable } from '#store/aws/document-table.ts';
import { createVisitorKeys } from '#store/downloads/visitor-key.ts';

import { type BatchResponse, failed, type QueueEvent } from './sqs.ts';

const table = openDocumentTable();
const visitorKey = createVisitorKeys(() => table);
const { downloadLimit: limit } = readPolicy();

/** Milliseconds that a part may take at worst. */
const ENOUGH = 15_000;

interface Context {
  readonly getRemainingTimeInMillis: () => number;
}

const now = (): Date => new Date();
const note = createSeldomNoted({ table, now }, { job: 'downloads' });

/** What is not added comes back; a function that is cut off would not know what it was. */
export async function handler({ Records }: QueueEvent, context: Context): Promise<BatchResponse> {
  const messages = Records.map(({ messageId, body }) => ({ id: messageId, body }));
  const hashAddress = await visitorKey(now());
  const goesOn = (): boolean => context.getRemainingTimeInMillis() > ENOUGH;
  const startedAt = now();
  const left = await countDownloads({ table, now, hashAddress, limit, goesOn }, messages);
  const end =
    left.length === 0
      ? { report: { messages: messages.length } }
      : { error: `${left.length} of ${messages.length} messages were not counted, see the log` };
  await note(end, startedAt);
  return failed(left);
}
