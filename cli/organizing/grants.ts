import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import type { CLIENT_OPTIONS } from '../commands/common-options.ts';
import type { GRANT_OPTIONS } from '../commands/organization.ts';
import { openClient } from '../registry/client.ts';
import { table } from '../terminal/table.ts';
import { ByName, grantedNamed, teamIn } from './names.ts';

/** By package: `read` or `write`. */
export async function list(call: Call<typeof CLIENT_OPTIONS>): Promise<ExitCode> {
  const [team = ''] = call.args;
  const path = `/-/team/${teamIn(team)}/package`;
  const client = await openClient(call, { login: true });
  const levels = await client.ask(ByName, { path });
  call.terminal.result(levels, table(Object.entries(levels), call.terminal.columns));
  return 0;
}

export async function grant(call: Call<typeof GRANT_OPTIONS>): Promise<ExitCode> {
  const [team = '', name = ''] = call.args;
  const path = `/-/team/${teamIn(team)}/package`;
  const granted = grantedNamed(name);
  const permissions = call.values.write ? 'read-write' : 'read-only';
  const client = await openClient(call, { login: true });
  const body = { package: granted, permissions };
  await client.ask(v.unknown(), { method: 'PUT', path, body });
  const may = call.values.write ? 'read and write' : 'read';
  call.terminal.result({ team, ...body }, `${team} may ${may} ${name}\n`);
  return 0;
}

export async function revoke(call: Call<typeof CLIENT_OPTIONS>): Promise<ExitCode> {
  const [team = '', name = ''] = call.args;
  const path = `/-/team/${teamIn(team)}/package`;
  const body = { package: grantedNamed(name) };
  const client = await openClient(call, { login: true });
  await client.ask(v.unknown(), { method: 'DELETE', path, body });
  call.terminal.result({ team, package: name }, `${name} is taken from ${team}\n`);
  return 0;
}
