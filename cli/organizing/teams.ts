import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import type { CLIENT_OPTIONS } from '../commands/common-options.ts';
import type { CREATE_TEAM_OPTIONS } from '../commands/organization.ts';
import { openClient } from '../registry/client.ts';
import { table } from '../terminal/table.ts';
import { orgIn, teamIn, userNamed } from './names.ts';

type TeamCall = Call<typeof CLIENT_OPTIONS>;

export async function create(call: Call<typeof CREATE_TEAM_OPTIONS>): Promise<ExitCode> {
  const [team = ''] = call.args;
  const [org = '', name = ''] = teamIn(team).split('/');
  const client = await openClient(call, { login: true });
  const { description } = call.values;
  const body = { name: decodeURIComponent(name), description };
  await client.ask(v.unknown(), { method: 'PUT', path: `/-/org/${org}/team`, body });
  call.terminal.result({ team }, `there is a team ${team} now\n`);
  return 0;
}

export async function destroy(call: TeamCall): Promise<ExitCode> {
  const [team = ''] = call.args;
  const path = `/-/team/${teamIn(team)}`;
  const client = await openClient(call, { login: true });
  await client.ask(v.unknown(), { method: 'DELETE', path });
  call.terminal.result({ team }, `there is no team ${team} any more\n`);
  return 0;
}

const Named = v.array(v.object({ name: v.string(), description: v.optional(v.string()) }));

/** Teams of an organization, members of a team. */
export async function list(call: TeamCall): Promise<ExitCode> {
  const [text = ''] = call.args;
  const path = text.replace(/^@/, '').includes(':')
    ? `/-/team/${teamIn(text)}/user`
    : `/-/org/${orgIn(text)}/team`;
  const client = await openClient(call, { login: true });
  const found = await client.ask(Named, { path });
  const rows = found.map(({ name, description }) => [name, description]);
  call.terminal.result(found, table(rows, call.terminal.columns));
  return 0;
}

export const add = async (call: TeamCall): Promise<ExitCode> => move(call, 'PUT');
export const remove = async (call: TeamCall): Promise<ExitCode> => move(call, 'DELETE');

async function move(call: TeamCall, method: 'PUT' | 'DELETE'): Promise<ExitCode> {
  const [team = '', user = ''] = call.args;
  const path = `/-/team/${teamIn(team)}/user`;
  const body = { user: userNamed(user) };
  const client = await openClient(call, { login: true });
  await client.ask(v.unknown(), { method, path, body });
  const now = method === 'PUT' ? 'is in' : 'is out of';
  call.terminal.result({ team, user }, `${user} ${now} ${team}\n`);
  return 0;
}
