import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';
import { checkRegistry } from './credentials.ts';
import { bodyOf, refused, unknownAnswer } from './refused.ts';
import { send } from './send.ts';

/** Work on very much takes its time, in milliseconds. */
const PATIENCE = 3_600_000;
/** Characters of an answer: a page of what is kept. */
const LONGEST = 16 << 20;

/** Asks a running registry with the token of an admin, from the environment; what it answers. */
export async function askAsAdmin(
  registry: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
): Promise<Json> {
  const url = checkRegistry(registry);
  const { PANTRY_TOKEN: token } = process.env;
  if (!token) {
    throw new CommandError('put the token of an admin into PANTRY_TOKEN', { exitCode: 3 });
  }
  const answer = await send({
    method,
    url: url + path,
    headers: { accept: 'application/json', authorization: `Bearer ${token}` },
    silence: PATIENCE,
    longest: LONGEST,
  });
  if (answer.status >= 300) throw refused(url, answer);
  const body = bodyOf(url, answer);
  if (isJsonObject(body)) return body;
  throw unknownAnswer(url);
}
