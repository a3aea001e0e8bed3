import { callJson } from './json-call.ts';

/** Puts one message into a queue, as JSON. */
export async function sendMessage(queueUrl: string, message: object): Promise<void> {
  await callJson('sqs', 'SendMessage', {
    QueueUrl: queueUrl,
    MessageBody: JSON.stringify(message),
  });
}
