import { forbidden, invalid } from '#domain/errors.ts';
import type { UserName } from '#domain/user.ts';

import type { OrgName } from './org.ts';

/** Lowest first: each may do what those before it may. */
export const ROLES = ['member', 'admin', 'owner'] as const;

/** `member`: what teams may. `admin`: members, teams, grants and packages. `owner`: also admins' and owners' roles. */
export type Role = (typeof ROLES)[number];

/** What somebody is in an organization. */
export interface Membership {
  readonly org: OrgName;
  readonly role: Role;
  /** Ids of teams, without the one that everybody is in. */
  readonly teams: readonly string[];
}

export interface Member extends Membership {
  readonly user: UserName;
  /** ISO time. */
  readonly since: string;
  /** Of the organization, when this was last written. */
  readonly rev: number;
}

/** npm calls a member `developer`. */
export type WireRole = 'developer' | 'admin' | 'owner';

export const toWireRole = (role: Role): WireRole => (role === 'member' ? 'developer' : role);

export function parseRole(text: string): Role {
  const role = text === 'developer' ? 'member' : ROLES.find((each) => each === text);
  if (role) return role;
  throw invalid('role must be "developer", "admin" or "owner"');
}

/** Whether the role looks after members, teams and grants. */
export const administers = (role: Role | undefined): boolean =>
  role !== undefined && role !== 'member';

/** Who changes an organization: one of its members, or an admin of the registry. */
export interface Actor {
  readonly name: string;
  /** `registry`: an admin of the registry. */
  readonly role: Role | 'registry' | undefined;
}

interface RoleChange {
  readonly user: string;
  readonly before: Role | undefined;
  /** Undefined: no longer a member. */
  readonly after: Role | undefined;
}

/** Throws unless the actor may make this of somebody's role. That an owner remains is decided elsewhere. */
export function checkRoleChange(actor: Actor, change: RoleChange): void {
  const obstacle = obstacleTo(actor, change);
  if (obstacle !== undefined) throw forbidden(obstacle);
}

/** Nobody invites to more than they could make somebody themselves. */
export const mayInvite = (actor: Actor, role: Role): boolean =>
  obstacleTo(actor, { user: '', before: undefined, after: role }) === undefined;

function obstacleTo({ name, role }: Actor, change: RoleChange): string | undefined {
  const leaves = change.user === name && change.after === undefined;
  if (leaves || role === 'registry' || role === 'owner') return undefined;
  if (change.user === name && rises(role, change.after)) {
    return 'nobody raises their own role: ask an owner of the organization';
  }
  if (!administers(role)) return ADMINISTRATORS;
  const ofOwner = change.before === 'owner' || change.after === 'owner';
  return ofOwner ? 'only owners of an organization make and unmake owners: ask one' : undefined;
}

const ADMINISTRATORS = 'only owners and admins of an organization do this: ask one of them';

const rises = (before: Role | undefined, after: Role | undefined): boolean =>
  rankOf(after) > rankOf(before);

const rankOf = (role: Role | undefined): number => (role ? ROLES.indexOf(role) : -1);

/** Throws unless the actor looks after members, teams and grants. */
export function checkAdministers({ role }: Pick<Actor, 'role'>): void {
  if (role === 'registry' || administers(role)) return;
  throw forbidden(ADMINISTRATORS);
}

/** Throws unless the actor decides for the organization as a whole. */
export function checkOwns({ role }: Actor): void {
  if (role === 'registry' || role === 'owner') return;
  throw forbidden('only owners of an organization do this: ask one of them');
}

/** Throws where nobody would be left who can do everything. */
export function checkOwnerRemains(
  members: readonly Pick<Member, 'user' | 'role'>[],
  { user, after }: Pick<RoleChange, 'user' | 'after'>,
): void {
  const others = members.some((member) => member.role === 'owner' && member.user !== user);
  if (others || after === 'owner') return;
  throw forbidden(
    'an organization needs an owner: make somebody else one with `npm org set <org> <user> owner` first',
  );
}
