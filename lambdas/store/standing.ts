import { type Grants, living } from '#domain/org/grants.ts';
import { administers, type Member } from '#domain/org/member.ts';
import { asOrgName, type Org, type OrgName, wholeScope } from '#domain/org/org.ts';
import type { OrgSubject } from '#domain/org/stake.ts';
import { lookAlikeKey, type PackageName, scopeOf } from '#domain/package-name.ts';
import type { UserName } from '#domain/user.ts';
import type { Basis } from '#store/basis.ts';
import { findItem, findItems, itemsOf } from '#store/items.ts';
import { grantsKey, memberKey, orgKey } from '#store/orgs.ts';
import type { Item, ItemKey, TableReader } from '#store/table.ts';

/** What organizations have to do with a package, and with who asks. */
export interface Standing {
  readonly org: OrgSubject | undefined;
  readonly membership: Member | undefined;
  /** What this rests on: as long as it is so, this is so. */
  readonly basis: readonly Basis[];
  /** Whose the scope is where the name is claimed. */
  readonly scope: ScopeState;
}

/** Scopes that look alike, as they were read. */
export interface ScopeState {
  readonly key: string;
  readonly claims: number;
  readonly org: OrgName | undefined;
}

const scopeKeyOf = (scope: string): string => lookAlikeKey(scope.replace(/^@/, ''));

const scopeItemKey = (key: string): ItemKey => ({
  partition: `scope#${key}`,
  sort: 'scope',
});

export async function findScope(table: TableReader, scope: string): Promise<ScopeState> {
  const key = scopeKeyOf(scope);
  const { partition, sort } = scopeItemKey(key);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  const item = (await findItem(table, 'scope', partition, sort)) as Partial<ScopeState> | undefined;
  return { key, claims: item?.claims ?? 0, org: item?.org };
}

/** Of a name without a scope there is none. */
interface Place {
  readonly name: PackageName;
  readonly scopeKey: string;
  /** The only organization that can own the scope. */
  readonly org: OrgName | undefined;
}

function placeOf(name: PackageName): Place | undefined {
  const scope = scopeOf(name);
  return scope === undefined
    ? undefined
    : { name, scopeKey: scopeKeyOf(scope), org: asOrgName(scope) };
}

/**
 * One request to the table, and the same one whether there is such a package, such an organization, or such a
 * member: its time tells nothing.
 */
export async function findStanding(
  table: TableReader,
  name: PackageName,
  user: UserName | undefined,
): Promise<Standing | undefined> {
  const place = placeOf(name);
  if (!place) return undefined;
  const keys = [...peopleKeys(place, user), ...grantKeys(place)];
  return toStanding(place, toFound(await findItems(table, keys)));
}

/**
 * Of many packages. What is asked for depends on the names and on where the user is a member, and not on which
 * packages there are.
 */
export async function findStandings(
  table: TableReader,
  names: readonly PackageName[],
  user: UserName,
): Promise<ReadonlyMap<PackageName, Standing>> {
  const places = names.map(placeOf).filter((place) => place !== undefined);
  const people = await findItems(
    table,
    places.flatMap((place) => peopleKeys(place, user)),
  );
  const orgs = new Set(membersOf(people).map(({ org }) => org));
  const own = places.filter(({ org }) => org !== undefined && orgs.has(org));
  const found = toFound([...people, ...(await findItems(table, own.flatMap(grantKeys)))]);
  return new Map(places.map((place) => [place.name, toStanding(place, found)]));
}

const peopleKeys = ({ scopeKey, org }: Place, user: UserName | undefined): readonly ItemKey[] => [
  scopeItemKey(scopeKey),
  ...(org === undefined ? [] : [orgKey(org)]),
  ...(org === undefined || user === undefined ? [] : [memberKey(org, user)]),
];

const grantKeys = ({ name, org }: Place): readonly ItemKey[] =>
  org === undefined ? [] : [grantsKey(org, wholeScope(org)), grantsKey(org, name)];

interface Found {
  readonly scopes: ReadonlyMap<string, ScopeState>;
  readonly orgs: ReadonlyMap<OrgName, Org>;
  readonly members: ReadonlyMap<OrgName, Member>;
  readonly grants: ReadonlyMap<string, Grants>;
}

/* oxlint-disable typescript/no-unsafe-type-assertion -- the entities wrote the items */
const membersOf = (items: readonly Item[]): readonly Member[] =>
  itemsOf('member', items) as unknown as readonly Member[];

function toFound(items: readonly Item[]): Found {
  const scopes = itemsOf('scope', items) as unknown as readonly ScopeState[];
  const orgs = itemsOf('org', items) as unknown as readonly Org[];
  const grants = itemsOf('grants', items) as unknown as readonly Grants[];
  return {
    scopes: new Map(scopes.map((each) => [each.key, each])),
    orgs: new Map(orgs.map((each) => [each.name, each])),
    members: new Map(membersOf(items).map((each) => [each.org, each])),
    grants: new Map(grants.map((each) => [each.target, each])),
  };
}
/* oxlint-enable typescript/no-unsafe-type-assertion */

function toStanding(place: Place, found: Found): Standing {
  const { scopeKey: key, org: own } = place;
  const state = found.scopes.get(key);
  const scope = { key, claims: state?.claims ?? 0, org: state?.org };
  const org = own && found.orgs.get(own);
  if (org) return { ...ofOrg(place, org, found), scope };
  const other = scope.org && lookAlike(scope.org);
  return { org: other, membership: undefined, basis: [], scope };
}

function ofOrg({ name }: Place, org: Org, { members, grants }: Found): Omit<Standing, 'scope'> {
  const membership = members.get(org.name);
  const [whole, target] = [grants.get(wholeScope(org.name)), grants.get(name)];
  return {
    org: {
      name: org.name,
      owns: true,
      scope: living(whole?.teams, org),
      target: living(target?.teams, org),
      trustedOwners: org.trustedOwners,
    },
    membership,
    // Who administers does so by the role alone; what others may rests on their teams and what these may.
    basis: administers(membership?.role)
      ? memberBasis(membership)
      : [
          ...memberBasis(membership),
          { ...orgKey(org.name), rev: org.rev },
          { ...grantsKey(org.name, wholeScope(org.name)), rev: whole?.rev },
          { ...grantsKey(org.name, name), rev: target?.rev },
        ],
  };
}

const memberBasis = (member: Member | undefined): readonly Basis[] =>
  member ? [{ ...memberKey(member.org, member.user), rev: member.rev }] : [];

const lookAlike = (name: OrgName): OrgSubject => ({
  name,
  owns: false,
  scope: {},
  target: {},
  trustedOwners: [],
});
