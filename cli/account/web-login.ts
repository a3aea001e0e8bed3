import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';

import type { Call } from '../command/command.ts';
import { CommandError } from '../command/failure.ts';
import { clientOf } from '../registry/client.ts';
import type { FoundRegistry } from '../registry/find-registry.ts';
import { parsedForPeople, refused } from '../registry/refused.ts';
import { type Answer, send } from '../registry/send.ts';

const Url = v.pipe(v.string(), v.regex(/^https?:/), v.url());
const Begun = v.object({ loginUrl: Url, doneUrl: Url });
const Issued = v.object({ token: v.string() });

type Speaking = Pick<Call, 'values' | 'terminal'>;

/** A token by a sign-in at the registry's provider, on whatever machine; undefined where there is none. */
export async function logInByWeb(
  call: Speaking,
  registry: FoundRegistry,
): Promise<string | undefined> {
  const client = clientOf(call, registry, undefined);
  const answer = await client.request({
    method: 'POST',
    path: '/-/v1/login',
    body: {},
    headers: { 'user-agent': 'pantry' },
  });
  if (answer.status >= 500) throw refused(registry.url, answer);
  const begun = v.safeParse(Begun, parsedForPeople(answer.text));
  if (answer.status >= 300 || !begun.success) return undefined;
  showUrl(call, begun.output.loginUrl);
  if (!call.terminal.json) {
    call.terminal.note('With a password instead: stop with Ctrl-C, and add --user and your name');
  }
  return v.parse(Issued, await waitFor(begun.output.doneUrl, registry)).token;
}

/** Nothing is opened: whoever reads it may be on another machine. */
export function showUrl({ terminal }: Pick<Call, 'terminal'>, url: string): void {
  const say = (text: string): void => (terminal.json ? terminal.warn(text) : terminal.note(text));
  const [, code] = /-([B-Z]{4}-[B-Z]{4})$/.exec(url) ?? [];
  say(`Open this on any machine:\n${url}`);
  if (code !== undefined) say(`The page shows the code ${code}. Waiting until you are through …`);
}

/** Seconds between two questions, and milliseconds until nobody comes any more. */
const PAUSE = 2;
const LONGEST_PAUSE = 30;
const PATIENCE = 15 * 60_000;

/** Asks until somebody has signed in at a URL, or has refused to. */
export async function waitFor(doneUrl: string, { url }: FoundRegistry): Promise<unknown> {
  const end = Date.now() + PATIENCE;
  while (Date.now() < end) {
    const answer = await send({
      method: 'GET',
      url: doneUrl,
      headers: { accept: 'application/json' },
      silence: 60_000,
    });
    if (answer.status !== 202) {
      if (answer.status >= 300) throw refused(url, answer);
      return parsedForPeople(answer.text);
    }
    await sleep(pauseOf(answer) * 1000);
  }
  throw new CommandError('nobody has signed in there: begin again', { exitCode: 3 });
}

function pauseOf({ headers }: Answer): number {
  const asked = Number(headers['retry-after']);
  return asked > 0 ? Math.min(asked, LONGEST_PAUSE) : PAUSE;
}
