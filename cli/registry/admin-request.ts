import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';
import { printableAnswer } from '../terminal/printable.ts';
import { checkRegistry } from './credentials.ts';

/** Work on very much takes its time, in milliseconds. */
const PATIENCE = 3_600_000;

/** Asks a running registry with the token of an admin, from the environment; what it answers. */
export async function askAsAdmin(
  registry: string,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
): Promise<Json> {
  const url = checkRegistry(registry);
  const { PANTRY_TOKEN: token } = process.env;
  if (!token) throw new CommandError('put the token of an admin into PANTRY_TOKEN');
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(PATIENCE),
  }).catch((cause: unknown) => {
    throw new CommandError(`${url} could not be reached`, { cause, exitCode: 4 });
  });
  const answer = printableAnswer(await response.json().catch(() => undefined));
  if (response.ok && isJsonObject(answer)) return answer;
  const error = isJsonObject(answer) ? answer['error'] : undefined;
  throw new CommandError(
    `${url} refuses: ${typeof error === 'string' ? error : `status ${response.status}`}`,
  );
}
