import type { PackageName } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { type Action, can, type Decision, isClaim, type Subject } from '#domain/permission.ts';
import type { Principal } from '#domain/principal.ts';
import { refusal } from '#domain/refusal.ts';
import type { UserName } from '#domain/user.ts';
import type { Basis } from '#store/basis.ts';
import type { Services } from '#store/services.ts';
import { findStanding, findStandings, type ScopeState, type Standing } from '#store/standing.ts';

type Stores = Pick<Services, 'table' | 'policy'>;

/** A package that something is to be done to, as it was read. */
export interface Read {
  readonly name: PackageName;
  readonly pkg: Package | undefined;
}

export interface Decided {
  readonly decision: Decision;
  /** Whether an organization owns the package's scope; false where nobody had to look. */
  readonly ofOrg: boolean;
  /** What has to be so still when something is written by this decision. */
  readonly basis: readonly Basis[];
  /** For a name that nobody has: whose its scope is. */
  readonly scope: ScopeState | undefined;
}

/** A package as permissions see it; one that does not exist looks like a private one of nobody. */
export function subjectOf(name: PackageName, pkg: Package | undefined): Subject {
  if (!pkg) return { name, owners: undefined, visibility: 'private' };
  const { visibility, rules } = pkg;
  return { name, owners: pkg.owners.map((owner) => owner.name), visibility, rules };
}

/**
 * Decides by can(). Organizations are looked up only for who may not as an owner, or claims a name; and then
 * whether or not there is such a package.
 */
export async function decide(
  principal: Principal,
  action: Action,
  { name, pkg }: Read,
  stores: Stores,
): Promise<Decided> {
  return decideOn(principal, action, { subject: subjectOf(name, pkg), isNew: !pkg }, stores);
}

/** The same of a name that somebody may have who has published nothing of it yet. */
export async function decideOn(
  principal: Principal,
  action: Action,
  { subject, isNew }: { readonly subject: Subject; readonly isNew: boolean },
  { table, policy }: Stores,
): Promise<Decided> {
  const { name } = subject;
  const plain = can(principal, action, subject, policy);
  const claims = isNew && (isClaim(action) || action === 'approve');
  if ((plain === 'allow' && !claims) || !canBeInOrg(principal)) return decidedWithout(plain);
  const standing = await findStanding(table, name, nameOf(principal));
  // Of a name without a scope.
  if (!standing) return decidedWithout(plain);
  const asked = within(subject, standing);
  return {
    decision: can(withMembership(principal, standing), action, asked, policy),
    ofOrg: standing.org?.owns === true,
    basis: isAdmin(principal) ? [] : standing.basis,
    scope: claims ? standing.scope : undefined,
  };
}

const decidedWithout = (decision: Decision): Decided => ({
  decision,
  ofOrg: false,
  basis: [],
  scope: undefined,
});

const nameOf = (principal: Principal): UserName | undefined =>
  principal.kind === 'user' ? principal.name : undefined;

const isAdmin = (principal: Principal): boolean => principal.kind === 'user' && principal.admin;

/** Throws what the client is told, unless the decision lets them. */
export async function permit(
  principal: Principal,
  action: Action,
  read: Read,
  stores: Stores,
): Promise<Decided> {
  const decided = await decide(principal, action, read, stores);
  if (decided.decision !== 'allow') throw refusal(decided.decision, action, read.name);
  return decided;
}

/** Those of the packages that the principal may read. Names without a package are asked for all the same. */
export async function readable(
  principal: Principal,
  reads: readonly Read[],
  { table, policy }: Stores,
): Promise<ReadonlySet<PackageName>> {
  const seesAs = ({ name, pkg }: Read, standing?: Standing): boolean => {
    const subject = within(subjectOf(name, pkg), standing);
    return can(withMembership(principal, standing), 'read', subject, policy) === 'allow';
  };
  const plain = reads.filter((read) => seesAs(read)).map(({ name }) => name);
  if (principal.kind !== 'user' || principal.admin) return new Set(plain);
  const seen = new Set(plain);
  const others = reads.filter(({ name }) => !seen.has(name));
  const standings = await findStandings(
    table,
    others.map(({ name }) => name),
    principal.name,
  );
  for (const read of others) {
    if (seesAs(read, standings.get(read.name))) seen.add(read.name);
  }
  return seen;
}

/** A run is let in by the packages that trust it, but where it comes to claim a name. */
const canBeInOrg = (principal: Principal): boolean =>
  principal.kind === 'user' || (principal.kind === 'ci' && principal.standing === 'claims');

function withMembership(principal: Principal, standing: Standing | undefined): Principal {
  if (principal.kind !== 'user' || !standing?.membership) return principal;
  return { ...principal, membership: standing.membership };
}

const within = (subject: Subject, standing: Standing | undefined): Subject => ({
  ...subject,
  org: standing?.org,
});
