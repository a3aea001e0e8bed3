import { forbidden, invalid } from '#domain/errors.ts';
import { asUserName, CANARY_SCOPE, type UserName } from '#domain/user.ts';

/** The name of an organization: that of its scope without the `@`. */
export type OrgName = string & { readonly __brand: 'OrgName' };

/** People who own a scope together: what is published in it is theirs, and not that of who published it. */
export interface Org {
  readonly name: OrgName;
  /** Counts every change of the organization, its members, teams and grants. */
  readonly rev: number;
  readonly createdAt: string;
  /** By name; a team that is made anew under an old name is another one. */
  readonly teams: Readonly<Record<string, Team>>;
  /** Accounts of CI services, such as `github:1234`, whose trusted runs may claim names in the scope. */
  readonly trustedOwners: readonly string[];
}

export interface Team {
  /** What members and grants refer to, so that nothing of a team that was removed comes back with its name. */
  readonly id: string;
  readonly description?: string;
  readonly createdAt: string;
}

/** The team that every member is in, as npm calls it. Nobody is added to it or taken out of it. */
export const EVERYBODY = 'developers';

/** Of one organization: each still fits where it is kept, and where it is asked for. */
export const ORG_LIMITS = { members: 1000, teams: 100, grants: 1000, trustedOwners: 100 } as const;

/** Organizations that one user can be in. */
export const MOST_ORGS = 100;

/** The name if an organization can have it; a look-up of anything else finds none. */
export function asOrgName(text: string): OrgName | undefined {
  const name = asUserName(text.replace(/^@/, ''));
  return name && orgNamed(name);
}

/** The name of a new organization. */
export function parseNewOrgName(text: string): OrgName {
  const name = asOrgName(text);
  if (!name) {
    throw invalid(
      `"${text}" can't be an organization's name: use up to 64 lower-case letters, digits, ".", "_" and "-", starting and ending with a letter or digit`,
    );
  }
  if (scopeOfOrg(name) === CANARY_SCOPE) {
    throw forbidden(`${CANARY_SCOPE} is the registry's own: choose another name`);
  }
  return name;
}

/* oxlint-disable typescript/no-unsafe-type-assertion -- names of both have one form, and nobody has the name of the other */
export const orgNamed = (user: UserName): OrgName => user as string as OrgName;
export const userNamed = (org: OrgName): UserName => org as string as UserName;
/* oxlint-enable typescript/no-unsafe-type-assertion */

export const scopeOfOrg = (name: OrgName): string => `@${name}`;

/** What stands for all packages of the scope in a grant: `npm access grant read-write acme:team @acme/*`. */
export const wholeScope = (name: OrgName): string => `${scopeOfOrg(name)}/*`;

/** The name of a new team. */
export function parseNewTeamName(text: string): string {
  if (asUserName(text) === undefined) {
    throw invalid(
      `"${text}" can't be a team's name: use up to 64 lower-case letters, digits, ".", "_" and "-", starting and ending with a letter or digit`,
    );
  }
  return text;
}

/** Ids of the teams that there still are. */
export const liveTeams = ({ teams }: Pick<Org, 'teams'>): ReadonlySet<string> =>
  new Set(Object.values(teams).map(({ id }) => id));
