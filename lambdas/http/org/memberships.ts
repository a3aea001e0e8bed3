import type { Member } from '#domain/org/member.ts';
import type { Org } from '#domain/org/org.ts';
import { canSeeAll } from '#domain/permission.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { findMemberships, listOrgsOf } from '#store/orgs.ts';
import type { TableReader } from '#store/table.ts';

/** Where somebody is a member. */
export interface InOrg {
  readonly org: Org;
  readonly member: Member;
}

/**
 * All organizations of a user, as they are now: an index names them, and what it names is looked at. None for
 * a token that is limited to some packages.
 */
export async function membershipsOf(
  principal: UserPrincipal,
  table: TableReader,
): Promise<readonly InOrg[]> {
  if (!canSeeAll(principal)) return [];
  const { name } = principal;
  const { orgs, members } = await findMemberships(table, await listOrgsOf(table, name), name);
  return members.flatMap((member) => {
    const org = orgs.find(({ name: each }) => each === member.org);
    return org ? [{ org, member }] : [];
  });
}
