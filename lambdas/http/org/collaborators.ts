import { type Level, levelOf } from '#domain/org/grants.ts';
import { administers, type Member } from '#domain/org/member.ts';
import type { OrgSubject } from '#domain/org/stake.ts';
import { scopeOf } from '#domain/package-name.ts';
import type { Package } from '#domain/package.ts';
import { canSeeAll } from '#domain/permission.ts';
import type { Principal, UserPrincipal } from '#domain/principal.ts';
import { authenticate } from '#http/authenticate.ts';
import type { Request } from '#http/request.ts';
import { listMembers } from '#store/orgs.ts';
import type { Services } from '#store/services.ts';
import { findStanding } from '#store/standing.ts';
import { findUsers } from '#store/users.ts';

export interface Collaborator {
  readonly name: string;
  readonly email: string;
  readonly level: Level;
}

interface Asking {
  readonly pkg: Package;
  readonly principal: Principal;
  readonly request: Request;
  readonly services: Services;
}

/**
 * Who owns a package, and for members of the organization that owns its scope, who else may do something with
 * it: nobody else learns who its members are.
 */
export async function collaboratorsOf(
  { pkg, principal, request, services }: Asking,
  detailed: boolean,
): Promise<readonly Collaborator[]> {
  const owners = pkg.owners.map((owner): Collaborator => ({ ...owner, level: 'write' }));
  if (scopeOf(pkg.name) === undefined) return owners;
  // What anyone may read was decided without looking at who asks.
  const asker = principal.kind === 'user' ? principal : await authenticate(request, services);
  if (asker.kind !== 'user' || !canSeeAll(asker)) return owners;
  const members = await membersWith(pkg, asker, services);
  const owning = new Set(owners.map(({ name }) => name));
  const others = members.filter(({ name }) => !owning.has(name));
  if (!detailed) return [...owners, ...others];
  const users = await findUsers(
    services.table,
    others.map(({ name }) => name),
  );
  const emails = new Map(users.map(({ name, email }) => [name, email]));
  return [...owners, ...others.map((each) => ({ ...each, email: emails.get(each.name) ?? '' }))];
}

async function membersWith(
  pkg: Package,
  asker: UserPrincipal,
  { table }: Services,
): Promise<readonly (Collaborator & { readonly name: Member['user'] })[]> {
  const { org, membership } = (await findStanding(table, pkg.name, asker.name)) ?? {};
  if (!org?.owns || !(membership || asker.admin)) return [];
  const members = await listMembers(table, org.name);
  return members
    .map((member) => ({ name: member.user, email: '', level: levelFor(member, org) }))
    .filter(({ level }) => level !== 'none');
}

const levelFor = (member: Member, { scope, target }: OrgSubject): Level =>
  administers(member.role) ? 'write' : levelOf(member, scope, target);
