import { readPolicy } from '#functions/compose.ts';
import { logError } from '#http/log.ts';
import { countDownloads } from '#jobs/count-downloads.ts';
import { openDocumentTable } from '#store/aws/document-table.ts';
import { createVisitorKeys } from '#store/downloads/visitor-key.ts';

import { type BatchResponse, failed, type QueueEvent } from './sqs.ts';

const table = openDocumentTable();
const visitorKey = createVisitorKeys(() => table);
const { downloadLimit: limit } = readPolicy();

/** A batch is counted as a whole, or message by message where one of them can't be. */
export async function handler({ Records }: QueueEvent): Promise<BatchResponse> {
  const messages = Records.map(({ messageId, body }) => ({ id: messageId, body }));
  const now = new Date();
  const parts = { table, now, hashAddress: await visitorKey(now), limit };
  try {
    await countDownloads(parts, messages);
    return failed([]);
  } catch (error) {
    logError('a batch of downloads was not counted as one', error);
  }
  const lost: string[] = [];
  for (const message of messages) {
    await countDownloads(parts, [message]).catch((error: unknown) => {
      logError('a download was not counted', error, { message: message.id });
      lost.push(message.id);
    });
  }
  return failed(lost);
}
