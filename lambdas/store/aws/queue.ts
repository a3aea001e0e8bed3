import { callJson } from './json-call.ts';

/** Puts one message into a queue, as JSON. */
export async function sendMessage(queueUrl: string, message: object): Promise<void> {
  await callJson('sqs', 'SendMessage', {
    QueueUrl: queueUrl,
    MessageBody: JSON.stringify(message),
  });
}

/** How many messages wait in a queue, as SQS knows it: some seconds late. */
export async function countMessages(queueUrl: string): Promise<number> {
  const answer = await callJson('sqs', 'GetQueueAttributes', {
    QueueUrl: queueUrl,
    AttributeNames: [WAITING],
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what SQS answers to this
  const { Attributes } = answer as { readonly Attributes?: Readonly<Record<string, string>> };
  const count = Number(Attributes?.[WAITING]);
  if (!Number.isSafeInteger(count)) throw new Error('SQS did not say how many messages wait');
  return count;
}

const WAITING = 'ApproximateNumberOfMessages';
