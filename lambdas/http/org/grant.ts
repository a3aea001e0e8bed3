import { forbidden, invalid, notFound } from '#domain/errors.ts';
import {
  type GrantedTeams,
  type Grants,
  type Level,
  living,
  withLevel,
} from '#domain/org/grants.ts';
import { checkAdministers } from '#domain/org/member.ts';
import { type Org, ORG_LIMITS, scopeOfOrg, wholeScope } from '#domain/org/org.ts';
import { parsePackageName, scopeOf } from '#domain/package-name.ts';
import { findGrants, listGrants } from '#store/orgs.ts';
import { findPackage } from '#store/packages.ts';
import type { TableClient } from '#store/table.ts';

import { changeOrgAs, type Governing } from './change-org.ts';
import { teamOf } from './team.ts';

interface Granting extends Governing {
  readonly params: { readonly org: string; readonly team: string };
  readonly body: { readonly package: string };
}

/** Says what a team may do with a package or with the whole scope from now on; undefined: nothing is said. */
export async function setGrant(call: Granting, level: Level | undefined): Promise<void> {
  const { params, body, services } = call;
  const { table } = services;
  await changeOrgAs(call, async ({ org, actor }) => {
    checkAdministers(actor);
    const { id } = teamOf(org, params.team);
    const target = await targetOf(table, org, body.package);
    const kept = await findGrants(table, org.name, target);
    const before = living(kept?.teams, org);
    const after = withLevel(before, id, level ?? (await closed(table, org, { target, id })));
    if (level === undefined) checkSaid(call, before[id], after[id]);
    if (before[id] === after[id]) return undefined;
    if (!kept) await checkRoom(table, org);
    return {
      granted: [{ target, teams: after }],
      action: 'grant',
      detail: { team: params.team, package: target },
      change: {
        ...(before[id] && { before: { level: before[id] } }),
        ...(after[id] && { after: { level: after[id] } }),
      },
    };
  });
}

/** A package of the scope, or all of it. */
async function targetOf(table: TableClient, org: Org, text: string): Promise<string> {
  if (text === wholeScope(org.name)) return text;
  const name = parsePackageName(text);
  // What is another's is not even looked up.
  if (scopeOf(name) !== scopeOfOrg(org.name)) {
    throw forbidden(
      `teams of ${org.name} are granted packages of ${scopeOfOrg(org.name)}, or all of ${wholeScope(org.name)}`,
    );
  }
  if (await findPackage(table, name)) return name;
  throw notFound(`package "${name}"`);
}

/** A team that may do something with the whole scope is shut out of one package; else nothing is said of it. */
async function closed(
  table: TableClient,
  org: Org,
  { target, id }: { readonly target: string; readonly id: string },
): Promise<Level | undefined> {
  const scope = wholeScope(org.name);
  if (target === scope) return undefined;
  const teams: GrantedTeams = (await findGrants(table, org.name, scope))?.teams ?? {};
  return teams[id] === undefined ? undefined : 'none';
}

function checkSaid(
  { params, body }: Granting,
  before: Level | undefined,
  after: Level | undefined,
): void {
  if (before !== undefined || after !== undefined) return;
  throw notFound(`a grant of ${params.org}:${params.team} on ${body.package}`);
}

async function checkRoom(table: TableClient, org: Org): Promise<void> {
  const live = ({ teams }: Grants): boolean => Object.keys(living(teams, org)).length > 0;
  const grants = await listGrants(table, org.name);
  if (grants.filter(live).length < ORG_LIMITS.grants) return;
  throw invalid(
    `up to ${ORG_LIMITS.grants} packages have grants of their own: grant ${wholeScope(org.name)} instead`,
  );
}
