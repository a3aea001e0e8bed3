import type { Action, Subject } from '#domain/permission.ts';
import type { CiPrincipal, UserPrincipal } from '#domain/principal.ts';

import { type GrantedTeams, levelOf } from './grants.ts';
import { administers } from './member.ts';
import type { OrgName } from './org.ts';

/** What a decision needs to know of the organization that a package's scope belongs to. */
export interface OrgSubject {
  readonly name: OrgName;
  /** False: the scope is nobody's, and looks like that of this organization. */
  readonly owns: boolean;
  /** What teams may do in all of the scope, and with this package. */
  readonly scope: GrantedTeams;
  readonly target: GrantedTeams;
  readonly trustedOwners: readonly string[];
}

/** What somebody is to a package, lowest first. `all`: as an owner of it. */
const STAKES = ['none', 'read', 'write', 'all'] as const;
export type Stake = (typeof STAKES)[number];

const NEEDED: Readonly<Record<Action, Stake>> = {
  read: 'read',
  publish: 'write',
  approve: 'write',
  stage: 'write',
  tag: 'write',
  deprecate: 'write',
  unpublish: 'all',
  manage: 'all',
  advise: 'all',
};

export const suffices = (stake: Stake, action: Action): boolean =>
  STAKES.indexOf(stake) >= STAKES.indexOf(NEEDED[action]);

/** Of a free name: what somebody is to the scope. */
export function stakeOf({ name, admin, membership }: UserPrincipal, subject: Subject): Stake {
  const { owners = [], org } = subject;
  if (admin || owners.includes(name)) return 'all';
  // Whoever is in one organization is nobody in another, whatever its teams are called.
  if (!org?.owns || membership?.org !== org.name) return 'none';
  return administers(membership.role) ? 'all' : levelOf(membership, org.scope, org.target);
}

/** Whether the organization lets CI of this account claim names in its scope. */
export const letsClaim = ({ owns, trustedOwners }: OrgSubject, { run }: CiPrincipal): boolean =>
  owns && trustedOwners.includes(`${run.provider}:${run.owner.id}`);
