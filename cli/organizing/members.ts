import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import type { CLIENT_OPTIONS } from '../commands/common-options.ts';
import type { ROLE_OPTIONS } from '../commands/organization.ts';
import { openClient } from '../registry/client.ts';
import { fromWireRole, orgIn, toWireRole, userNamed } from './names.ts';

const Org = v.object({ name: v.string() });
const Set = v.object({ org: Org, user: v.string(), role: v.string() });

export async function set(call: Call<typeof ROLE_OPTIONS>): Promise<ExitCode> {
  const [org = '', user = ''] = call.args;
  const body = { user: userNamed(user), role: toWireRole(call.values.role) };
  const client = await openClient(call, { login: true });
  // Whoever makes themselves owner of what is not there would make it: `create` does that.
  await client.ask(Org, { path: `/-/v1/orgs/${orgIn(org)}` });
  const now = await client.ask(Set, { method: 'PUT', path: `/-/org/${orgIn(org)}/user`, body });
  const role = fromWireRole(now.role);
  const text = `${now.user} is ${role} of ${now.org.name}\n`;
  call.terminal.result({ org: now.org.name, user: now.user, role }, text);
  return 0;
}

const Removed = v.object({ packages: v.optional(v.number(), 0) });

export async function remove(call: Call<typeof CLIENT_OPTIONS>): Promise<ExitCode> {
  const [org = '', user = ''] = call.args;
  const path = `/-/org/${orgIn(org)}/user`;
  const body = { user: userNamed(user) };
  const client = await openClient(call, { login: true });
  const { packages } = await client.ask(Removed, { method: 'DELETE', path, body });
  const lost = packages === 0 ? '' : `, and owns ${packages} of its packages no more`;
  call.terminal.result({ org, user, packages }, `${user} is out of ${org}${lost}\n`);
  return 0;
}
