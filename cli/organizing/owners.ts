import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import type { CLIENT_OPTIONS } from '../commands/common-options.ts';
import { openClient } from '../registry/client.ts';
import { table } from '../terminal/table.ts';
import { ByName, escaped, packageNamed, userNamed } from './names.ts';

type OwnerCall = Call<typeof CLIENT_OPTIONS>;

/** By user: `read` or `write`; members of its organization see who may read it, too. */
export async function list(call: OwnerCall): Promise<ExitCode> {
  const name = packageNamed(call.args[0] ?? '');
  const client = await openClient(call, { name });
  const found = await client.ask(ByName, { path: `/-/package/${escaped(name)}/collaborators` });
  call.terminal.result(found, table(Object.entries(found), call.terminal.columns));
  return 0;
}

export async function add(call: OwnerCall): Promise<ExitCode> {
  const [user = '', text = ''] = call.args;
  const name = packageNamed(text);
  const client = await openClient(call, { name, login: true });
  const path = `/-/package/${escaped(name)}/owners`;
  await client.ask(v.unknown(), { method: 'PUT', path, body: { user: userNamed(user) } });
  call.terminal.result({ package: name, user }, `${user} is an owner of ${name}\n`);
  return 0;
}

export async function remove(call: OwnerCall): Promise<ExitCode> {
  const [user = '', text = ''] = call.args;
  const name = packageNamed(text);
  const client = await openClient(call, { name, login: true });
  const path = `/-/package/${escaped(name)}/owners/${encodeURIComponent(userNamed(user))}`;
  await client.ask(v.unknown(), { method: 'DELETE', path });
  call.terminal.result({ package: name, user }, `${user} is no owner of ${name} any more\n`);
  return 0;
}
