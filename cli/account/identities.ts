import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import type { IDENTITY_OPTIONS } from '../commands/account.ts';
import { keyIn, userNamed } from '../organizing/names.ts';
import { openClient } from '../registry/client.ts';
import { table } from '../terminal/table.ts';
import { askPassword } from './password.ts';
import { showUrl, waitFor } from './web-login.ts';

const IDENTITIES = '/-/v1/user/identities';

type IdentityCall = Call<typeof IDENTITY_OPTIONS>;

const Identity = v.object({
  id: v.string(),
  issuer: v.string(),
  subject: v.string(),
  created: v.optional(v.string()),
});
const Identities = v.object({ objects: v.array(Identity) });

export async function list(call: IdentityCall): Promise<ExitCode> {
  const { user } = call.values;
  const query = user === undefined ? '' : `?user=${encodeURIComponent(userNamed(user))}`;
  const client = await openClient(call, { login: true });
  const { objects } = await client.ask(Identities, { path: IDENTITIES + query });
  const rows = objects.map(({ id, issuer, subject, created }) => [
    id,
    issuer,
    subject,
    created?.slice(0, 10),
  ]);
  call.terminal.result(objects, table(rows, call.terminal.columns));
  return 0;
}

const Url = v.pipe(v.string(), v.regex(/^https?:/), v.url());
const Begun = v.object({ linkUrl: Url, doneUrl: Url });
const Linked = v.object({ user: v.string() });

/** Waits until somebody has signed in there. */
export async function link(call: IdentityCall): Promise<ExitCode> {
  const whose = call.values.user === undefined ? {} : { user: userNamed(call.values.user) };
  const client = await openClient(call, { login: true });
  const body = { password: await askPassword(call), ...whose };
  const asked = { method: 'POST', path: IDENTITIES, body, once: true } as const;
  const { linkUrl, doneUrl } = await client.ask(Begun, asked);
  showUrl(call, linkUrl);
  const linked = v.parse(Linked, await waitFor(doneUrl, client.registry));
  call.terminal.result(linked, `that sign-in is ${linked.user} from now on\n`);
  return 0;
}

export async function unlink(call: IdentityCall): Promise<ExitCode> {
  const [id = ''] = call.args;
  const path = `${IDENTITIES}/${keyIn(id)}`;
  const client = await openClient(call, { login: true });
  const body = { password: await askPassword(call) };
  await client.ask(v.unknown(), { method: 'DELETE', path, body, once: true });
  call.terminal.result({ id, unlinked: true }, `unlinked ${id}\n`);
  return 0;
}
