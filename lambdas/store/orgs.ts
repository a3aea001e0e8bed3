import type { Grants } from '#domain/org/grants.ts';
import type { Member } from '#domain/org/member.ts';
import { asOrgName, type Org, type OrgName } from '#domain/org/org.ts';
import { type PackageName, scopeOf } from '#domain/package-name.ts';
import type { UserName } from '#domain/user.ts';
import { findItem, findItems, itemsOf, listItems } from '#store/items.ts';
import type { ItemKey, TableReader } from '#store/table.ts';

/** The partition that holds an organization, its members, grants and invitations. */
export const orgPartition = (name: OrgName): string => `org#${name}`;

export const orgKey = (name: OrgName): ItemKey => ({ partition: orgPartition(name), sort: 'org' });
export const memberKey = (org: OrgName, user: UserName): ItemKey => ({
  partition: orgPartition(org),
  sort: `member#${user}`,
});
export const grantsKey = (org: OrgName, target: string): ItemKey => ({
  partition: orgPartition(org),
  sort: `grants#${target}`,
});

export async function findOrg(table: TableReader, name: OrgName): Promise<Org | undefined> {
  const { partition, sort } = orgKey(name);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return (await findItem(table, 'org', partition, sort)) as Org | undefined;
}

export async function findMember(
  table: TableReader,
  org: OrgName,
  user: UserName,
): Promise<Member | undefined> {
  const { partition, sort } = memberKey(org, user);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return (await findItem(table, 'member', partition, sort)) as Member | undefined;
}

export async function findGrants(
  table: TableReader,
  org: OrgName,
  target: string,
): Promise<Grants | undefined> {
  const { partition, sort } = grantsKey(org, target);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return (await findItem(table, 'grants', partition, sort)) as Grants | undefined;
}

/** Whether an organization owns the scope: it does from then on. */
export async function isOfOrg(table: TableReader, name: PackageName): Promise<boolean> {
  const org = asOrgName(scopeOf(name) ?? '');
  return org !== undefined && (await findOrg(table, org)) !== undefined;
}

const startingWith = (start: string) => ({ from: start, before: `${start.slice(0, -1)}$` });

/** All members, by name. */
export async function listMembers(table: TableReader, org: OrgName): Promise<readonly Member[]> {
  const query = { partition: orgPartition(org), ...startingWith('member#') };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  return itemsOf('member', await listItems(table, query)) as unknown as readonly Member[];
}

/** What teams may do, by package; what is said of the whole scope among it. */
export async function listGrants(table: TableReader, org: OrgName): Promise<readonly Grants[]> {
  const query = { partition: orgPartition(org), ...startingWith('grants#') };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  return itemsOf('grants', await listItems(table, query)) as unknown as readonly Grants[];
}

/** The organizations that a user is in, as an index knows them: a moment late. */
export async function listOrgsOf(table: TableReader, user: UserName): Promise<readonly OrgName[]> {
  const query = { partition: `user#${user}`, index: 'gsi1', ...startingWith('org#') };
  return itemsOf('member', await listItems(table, query))
    .map(({ org }) => asOrgName(String(org)))
    .filter((name) => name !== undefined);
}

/** These organizations, and what a user is in each of them. */
export async function findMemberships(
  table: TableReader,
  names: readonly OrgName[],
  user: UserName,
): Promise<{ readonly orgs: readonly Org[]; readonly members: readonly Member[] }> {
  const items = await findItems(
    table,
    names.flatMap((name) => [orgKey(name), memberKey(name, user)]),
  );
  /* oxlint-disable typescript/no-unsafe-type-assertion -- the entities wrote the items */
  return {
    orgs: itemsOf('org', items) as unknown as readonly Org[],
    members: itemsOf('member', items) as unknown as readonly Member[],
  };
  /* oxlint-enable typescript/no-unsafe-type-assertion */
}
