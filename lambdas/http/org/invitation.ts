import { randomBytes, randomInt } from 'node:crypto';

import { invalid, notFound } from '#domain/errors.ts';
import { sha256 } from '#domain/integrity.ts';
import { type Actor, checkAdministers, checkRoleChange, type Role } from '#domain/org/member.ts';
import { EVERYBODY, type Org } from '#domain/org/org.ts';
import { type Invitation, listInvitations } from '#store/invites.ts';
import type { TableReader } from '#store/table.ts';

import { changeOrgAs, type Governing } from './change-org.ts';
import { teamOf } from './team.ts';

/** Into what a code leads. */
export interface InvitedTo {
  readonly role: Role;
  /** Names. */
  readonly teams: readonly string[];
  readonly days: number;
  readonly signUp: boolean;
}

export interface MadeInvitation {
  /** In this answer and nowhere else ever again. */
  readonly code: string;
  readonly invitation: Invitation;
}

/** Codes of one organization that can be open at a time. */
const MOST = 100;
const DAY = 86_400_000;

/** Digits, because npm's prompt for a one-time password takes nothing else. */
export const newCode = (): string => Array.from({ length: 12 }, () => randomInt(10)).join('');

/** Makes a code into an organization. Nobody invites to more than they could make somebody themselves. */
export async function invite(call: Governing, to: InvitedTo): Promise<MadeInvitation> {
  const { table, now } = call.services;
  const code = newCode();
  let invitation: Invitation | undefined;
  await changeOrgAs(call, async ({ org, actor }) => {
    checkMayInvite(actor, to.role);
    const at = now();
    const open = await openInvitations(table, org, at);
    if (open.length >= MOST) {
      throw invalid(`up to ${MOST} invitations can be open at a time: take some back`);
    }
    invitation = {
      hash: sha256(code),
      key: randomBytes(16).toString('hex'),
      org: org.name,
      role: to.role,
      teams: teamIds(org, to.teams),
      signUp: to.signUp,
      createdBy: actor.name,
      createdAt: at.toISOString(),
      expiresAt: new Date(at.getTime() + to.days * DAY).toISOString(),
    };
    const { key, expiresAt } = invitation;
    const change = { after: { ...to, expires: expiresAt } };
    return { invited: invitation, action: 'invite', detail: { key }, change };
  });
  if (!invitation) throw new Error('an invitation is always made');
  return { code, invitation };
}

/** Takes a code back. */
export async function revokeInvitation(call: Governing, key: string): Promise<void> {
  await changeOrgAs(call, async ({ org, actor }) => {
    checkAdministers(actor);
    const found = await listInvitations(call.services.table, org.name);
    const invitation = found.find((each) => each.key === key);
    if (!invitation) throw notFound(`an invitation "${key}" of ${org.name}`);
    checkMayInvite(actor, invitation.role);
    return { uninvited: { invitation }, action: 'invite-revoke', detail: { key } };
  });
}

function checkMayInvite(actor: Actor, role: Role): void {
  checkAdministers(actor);
  checkRoleChange(actor, { user: '', before: undefined, after: role });
}

/** Those that somebody could come with now. */
export const openInvitations = async (
  table: TableReader,
  org: Org,
  now: Date,
): Promise<readonly Invitation[]> =>
  (await listInvitations(table, org.name)).filter((each) => isOpen(each, now));

/** Names of those of the teams that there still are. */
export const teamNames = ({ teams }: Org, ids: readonly string[]): readonly string[] =>
  Object.keys(teams).filter((name) => ids.includes(teams[name]?.id ?? ''));

export const isOpen = ({ expiresAt }: Invitation, now: Date): boolean =>
  Date.parse(expiresAt) > now.getTime();

/** Everybody is in the team of all members without being invited to it. */
const teamIds = (org: Org, names: readonly string[]): readonly string[] => [
  ...new Set(names.map((name) => teamOf(org, name).id).filter((id) => id !== EVERYBODY)),
];
