import { invalid } from '#domain/errors.ts';

import type { Membership } from './member.ts';
import { EVERYBODY, liveTeams, type Org, type OrgName } from './org.ts';

/** What a team may do with a package. `none`: nothing, whatever it may do with the rest of the scope. */
export type Level = 'none' | 'read' | 'write';

/** What the teams of an organization may do with one package, or with all of its scope. */
export interface Grants {
  readonly org: OrgName;
  /** A package's name, or the scope's with `/*`. */
  readonly target: string;
  /** By the team's id. */
  readonly teams: Readonly<Record<string, Level>>;
  /** Of the organization, when this was last written. */
  readonly rev: number;
}

export type GrantedTeams = Grants['teams'];

/** npm's words for them. */
export function parseLevel(text: string): Exclude<Level, 'none'> {
  if (text === 'read-only') return 'read';
  if (text === 'read-write') return 'write';
  throw invalid('permissions must be "read-only" or "read-write"');
}

/** What is said of a team for a package counts for it more than what is said for the scope. */
export function levelOfTeam(team: string, scope: GrantedTeams, target: GrantedTeams): Level {
  return target[team] ?? scope[team] ?? 'none';
}

/** The most that any of a member's teams may do. */
export function levelOf(
  { teams }: Pick<Membership, 'teams'>,
  scope: GrantedTeams,
  target: GrantedTeams = {},
): Level {
  const all = [EVERYBODY, ...teams];
  const levels = new Set(all.map((team) => levelOfTeam(team, scope, target)));
  if (levels.has('write')) return 'write';
  return levels.has('read') ? 'read' : 'none';
}

/** What is still said of teams that there are; of others it says nothing any more. */
export function living(teams: GrantedTeams | undefined, org: Pick<Org, 'teams'>): GrantedTeams {
  const live = liveTeams(org);
  return Object.fromEntries(Object.entries(teams ?? {}).filter(([id]) => live.has(id)));
}

/** What is said of teams once one of them may do so much; undefined: once nothing is said of it. */
export function withLevel(
  teams: GrantedTeams,
  team: string,
  level: Level | undefined,
): GrantedTeams {
  const { [team]: _, ...others } = teams;
  return level === undefined ? others : { ...others, [team]: level };
}
