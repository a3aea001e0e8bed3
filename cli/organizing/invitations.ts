import * as v from 'valibot';

import type { Call, ExitCode } from '../command/command.ts';
import { UsageError } from '../command/failure.ts';
import type { CLIENT_OPTIONS } from '../commands/common-options.ts';
import type { INVITE_OPTIONS, JOIN_OPTIONS } from '../commands/organization.ts';
import { openClient } from '../registry/client.ts';
import { readInput } from '../terminal/read-input.ts';
import { table } from '../terminal/table.ts';
import { fromWireRole, keyIn, orgIn, orgNamed, toWireRole } from './names.ts';

const Invited = v.object({
  code: v.string(),
  key: v.optional(v.string()),
  org: v.optional(v.string()),
  role: v.optional(v.string()),
  teams: v.optional(v.array(v.string())),
  expires: v.string(),
});

type InviteCall = Call<typeof INVITE_OPTIONS>;

/** The code alone goes to the standard output. */
export async function invite(call: InviteCall): Promise<ExitCode> {
  const asked = invitationOf(call);
  const client = await openClient(call, { login: true });
  const made = await client.ask(Invited, { method: 'POST', ...asked, once: true });
  const { org, expires } = made;
  const use = call.values['sign-up'] ? 'pantry login --sign-up' : 'pantry org join';
  const into = org === undefined ? '' : ` into ${org}`;
  call.terminal.note(
    `One person gets${into} by this code, until ${expires.slice(0, 10)}, with \`${use}\`:`,
  );
  call.terminal.result(made, `${made.code}\n`);
  return 0;
}

/** An admin of the registry invites who has no account to one, and on into an organization. */
function invitationOf({ args, values }: InviteCall): { path: string; body: object } {
  const [org] = args;
  const { days, team: teams = [] } = values;
  if (days !== undefined && !/^\d{1,2}$/.test(days)) {
    throw new UsageError(`--days is a number up to 30, not "${days}"`);
  }
  const role = toWireRole(values.role);
  if (!values['sign-up']) {
    if (org === undefined) throw new UsageError('say into which organization, or --sign-up');
    const body = { role, teams, ...(days !== undefined && { days: Number(days) }) };
    return { path: `/-/v1/orgs/${orgIn(org)}/invitations`, body };
  }
  if (days !== undefined)
    throw new UsageError('a code to sign up with is good for 7 days: no --days');
  const body = org === undefined ? {} : { org: orgNamed(org), role, teams };
  return { path: '/-/v1/invites', body };
}

const Open = v.object({
  invitations: v.array(
    v.object({
      key: v.string(),
      role: v.string(),
      teams: v.array(v.string()),
      signUp: v.optional(v.boolean()),
      createdBy: v.optional(v.string()),
      expires: v.string(),
    }),
  ),
});

export async function list(call: Call<typeof CLIENT_OPTIONS>): Promise<ExitCode> {
  const [org = ''] = call.args;
  const path = `/-/v1/orgs/${orgIn(org)}/invitations`;
  const client = await openClient(call, { login: true });
  const { invitations } = await client.ask(Open, { path });
  const rows = invitations.map(({ key, role, teams, signUp, createdBy, expires }) => [
    key,
    fromWireRole(role),
    teams.join(','),
    signUp ? 'signs up' : '',
    createdBy && `by ${createdBy}`,
    `until ${expires.slice(0, 10)}`,
  ]);
  call.terminal.result(invitations, table(rows, call.terminal.columns));
  return 0;
}

export async function revoke(call: Call<typeof CLIENT_OPTIONS>): Promise<ExitCode> {
  const [org = '', key = ''] = call.args;
  const path = `/-/v1/orgs/${orgIn(org)}/invitations/${keyIn(key)}`;
  const client = await openClient(call, { login: true });
  await client.ask(v.unknown(), { method: 'DELETE', path });
  call.terminal.result({ org, key }, `the invitation ${key} is taken back\n`);
  return 0;
}

const Joined = v.object({ org: v.string(), role: v.string() });

/** A code on a command line would stay in the history of the shell, and in lists of processes. */
export async function join(call: Call<typeof JOIN_OPTIONS>): Promise<ExitCode> {
  const { questions } = call.terminal;
  const code = call.values['code-stdin']
    ? await readInput('--code-stdin')
    : await questions?.text('The code of the invitation');
  if (code === undefined) throw new UsageError('nobody can be asked here: pass --code-stdin');
  const client = await openClient(call, { login: true });
  const asked = { method: 'POST', path: '/-/v1/invitations/accept', once: true } as const;
  const { org, role } = await client.ask(Joined, { ...asked, body: { code } });
  call.terminal.result({ org, role }, `you are ${fromWireRole(role)} of ${org}\n`);
  return 0;
}
