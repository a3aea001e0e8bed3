import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import { UsageError } from '../command/failure.ts';
import type { CLIENT_OPTIONS } from '../commands/common-options.ts';
import { openClient } from '../registry/client.ts';
import { facts, table } from '../terminal/table.ts';
import { ByName, fromWireRole, orgIn } from './names.ts';

type OrgCall = Call<typeof CLIENT_OPTIONS>;

const Org = v.object({
  name: v.string(),
  role: v.nullable(v.string()),
  createdAt: v.optional(v.string()),
  teams: v.array(v.object({ name: v.string(), description: v.optional(v.string()) })),
  trustedOwners: v.optional(v.array(v.string()), []),
});

export async function create(call: OrgCall): Promise<ExitCode> {
  const [name = ''] = call.args;
  const path = `/-/v1/orgs/${orgIn(name)}`;
  const client = await openClient(call, { login: true });
  const made = await client.ask(Org, { method: 'PUT', path });
  const role = made.role === null ? '' : `, and you are its ${fromWireRole(made.role)}`;
  call.terminal.result(made, `${made.name} owns @${made.name}${role}\n`);
  return 0;
}

const Mine = v.object({ orgs: v.array(v.object({ name: v.string(), role: v.string() })) });

export async function list(call: OrgCall): Promise<ExitCode> {
  const { terminal } = call;
  const [name] = call.args;
  const client = await openClient(call, { login: true });
  if (name === undefined) {
    const { orgs } = await client.ask(Mine, { path: '/-/v1/orgs' });
    const rows = orgs.map(({ name: each, role }) => [each, fromWireRole(role)]);
    terminal.result(orgs, table(rows, terminal.columns));
    return 0;
  }
  const members = await client.ask(ByName, { path: `/-/org/${orgIn(name)}/user` });
  const rows = Object.entries(members).map(([user, role]) => [user, fromWireRole(role)]);
  terminal.result(members, table(rows, terminal.columns));
  return 0;
}

export async function view(call: OrgCall): Promise<ExitCode> {
  const [name = ''] = call.args;
  const client = await openClient(call, { login: true });
  const org = await client.ask(Org, { path: `/-/v1/orgs/${orgIn(name)}` });
  const { role, createdAt, teams, trustedOwners } = org;
  const told = facts([
    ['you are', role === null ? undefined : fromWireRole(role)],
    ['since', createdAt?.slice(0, 10)],
    ['teams', teams.map((team) => team.name).join(', ')],
    ['CI of', trustedOwners.join(', ')],
  ]);
  call.terminal.result(org, `${org.name}\n${told}`);
  return 0;
}

export async function packages(call: OrgCall): Promise<ExitCode> {
  const [name = ''] = call.args;
  const client = await openClient(call, { login: true });
  const found = await client.ask(ByName, { path: `/-/org/${orgIn(name)}/package` });
  call.terminal.result(found, table(Object.entries(found), call.terminal.columns));
  return 0;
}

/** A service, and an id there. */
function checkAccount(text: string): void {
  if (/^[a-z]+:[\w-]+$/.test(text)) return;
  throw new UsageError(`"${text}" is no account: write it like github:1234`);
}

export async function trustOwners(call: OrgCall): Promise<ExitCode> {
  const [name = '', ...trustedOwners] = call.args;
  trustedOwners.forEach(checkAccount);
  const client = await openClient(call, { login: true });
  const path = `/-/v1/orgs/${orgIn(name)}`;
  // Reading first: writing makes an organization where there is none.
  await client.ask(Org, { path });
  const org = await client.ask(Org, { method: 'PUT', path, body: { trustedOwners } });
  const whose = org.trustedOwners.length === 0 ? 'nobody' : org.trustedOwners.join(', ');
  call.terminal.result(org, `in @${org.name} names are claimed by the CI of ${whose}\n`);
  return 0;
}
