import { levelOf, living } from '#domain/org/grants.ts';
import { administers } from '#domain/org/member.ts';
import { wholeScope } from '#domain/org/org.ts';
import { canSeeAll } from '#domain/permission.ts';
import type { Principal } from '#domain/principal.ts';
import { type InOrg, membershipsOf } from '#http/org/memberships.ts';
import { listGrants } from '#store/orgs.ts';
import type { SearchQuery, SeenScope } from '#store/search-index.ts';
import type { TableReader } from '#store/table.ts';

/**
 * Whose private packages a search may find, as organizations are now. A token that is limited to some packages
 * must not list others by searching for them.
 */
export async function sightOf(
  principal: Principal,
  table: TableReader,
): Promise<SearchQuery['sees']> {
  if (principal.kind !== 'user' || !canSeeAll(principal)) return 'public';
  if (principal.admin) return 'everything';
  const memberships = await membershipsOf(principal, table);
  const scopes = await Promise.all(memberships.map(async (each) => seenIn(each, table)));
  return { maintainer: principal.name, scopes };
}

async function seenIn({ org, member }: InOrg, table: TableReader): Promise<SeenScope> {
  const scope = org.name;
  if (administers(member.role)) return { scope, all: true, packages: [] };
  const grants = await listGrants(table, org.name);
  const whole = grants.find(({ target }) => target === wholeScope(scope));
  const everywhere = living(whole?.teams, org);
  const all = levelOf(member, everywhere) !== 'none';
  const packages = grants
    .filter((each) => each !== whole)
    // Those that are not as the rest of the scope is.
    .filter(({ teams }) => (levelOf(member, everywhere, living(teams, org)) !== 'none') !== all)
    .map(({ target }) => target);
  return { scope, all, packages };
}
