import { toWireRole } from '#domain/org/member.ts';
import { canSeeAll } from '#domain/permission.ts';
import type { Principal } from '#domain/principal.ts';
import type { UserName } from '#domain/user.ts';
import { findMemberships, listOrgsOf } from '#store/orgs.ts';
import type { TableReader } from '#store/table.ts';
import { roleOf } from '#web/people/roles.ts';

interface SharedOrg {
  readonly name: string;
  readonly role: string;
}

/**
 * Organizations that somebody is in, of those whose members the viewer is shown: one's own, or all for an admin of
 * the registry.
 */
export async function sharedOrgs(
  user: UserName,
  viewer: Principal,
  table: TableReader,
): Promise<readonly SharedOrg[]> {
  if (viewer.kind !== 'user' || !canSeeAll(viewer)) return [];
  const known = await listOrgsOf(table, viewer.admin ? user : viewer.name);
  const { members: own } = await findMemberships(table, known, viewer.name);
  const seen = viewer.admin ? known : own.map(({ org }) => org);
  const { members } = await findMemberships(table, seen, user);
  return members
    .map(({ org, role }) => ({ name: org, role: roleOf(toWireRole(role)) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
