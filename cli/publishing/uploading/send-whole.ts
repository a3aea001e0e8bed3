import { refused } from '../../registry/refused.ts';
import { send } from '../../registry/send.ts';
import type { Uploading } from '../publication.ts';
import type { SingleSession } from './session.ts';

/** Sends the whole file by one PUT, to where the registry says. */
export async function sendWhole(
  { packed: { file }, sent }: Uploading,
  { url, headers }: SingleSession,
): Promise<void> {
  const put = await send({ method: 'PUT', url, headers, body: { file }, sent });
  if (put.status >= 300) throw refused('the upload', put);
}
