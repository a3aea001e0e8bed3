import { conflict, forbidden } from '#domain/errors.ts';
import {
  EVERYBODY,
  MOST_ORGS,
  type Org,
  type OrgName,
  parseNewOrgName,
  scopeOfOrg,
  userNamed,
  wholeScope,
} from '#domain/org/org.ts';
import { lookAlikeKey } from '#domain/package-name.ts';
import { auditOf } from '#http/audit.ts';
import { changeOrg } from '#store/org-change.ts';
import { listOrgsOf } from '#store/orgs.ts';
import { listPackagesIn } from '#store/scope-packages.ts';
import { findScope, type ScopeState } from '#store/standing.ts';
import { findUser } from '#store/users.ts';

import type { Governing } from './change-org.ts';
import { checkWhole } from './membership.ts';

/** Makes an organization of a name that is free, whose only member and owner is who asks for it. */
export async function foundOrg(call: Governing): Promise<Org> {
  const { params, principal, services } = call;
  const name = parseNewOrgName(params.org);
  checkWhole(principal);
  await checkFounder(call, name);
  const founded = await changeOrg(services, name, async (before) => {
    if (before) throw conflict(`there is an organization "${name}" already: ask its owners in`);
    const scope = await checkScope(call, name);
    const at = services.now().toISOString();
    const user = principal.name;
    return {
      before,
      after: {
        name,
        createdAt: at,
        teams: { [EVERYBODY]: { id: EVERYBODY, createdAt: at } },
        trustedOwners: [],
      },
      joined: [{ user, role: 'owner', teams: [], since: at }],
      // As on npm, every member publishes in the scope until its owners say otherwise.
      granted: [{ target: wholeScope(name), teams: { [EVERYBODY]: 'write' } }],
      founded: { by: user, scope },
      audit: auditOf(call, 'org-create', {}, { after: { owner: user } }),
    };
  });
  if (!founded) throw new Error('founding always changes something');
  return founded;
}

async function checkScope(
  { principal, services: { table } }: Governing,
  org: OrgName,
): Promise<ScopeState> {
  const scope = await findScope(table, scopeOfOrg(org));
  if (scope.org !== undefined) {
    throw forbidden(
      `"${org}" looks like the organization "${scope.org}": choose a name that nobody mistakes for another`,
    );
  }
  // What others have in the scope would be the organization's from then on.
  if (principal.admin) return scope;
  const packages = await listPackagesIn(table, scopeOfOrg(org));
  const foreign = packages.some(
    ({ owners }) => !owners.some(({ name }) => name === principal.name),
  );
  if (!foreign && packages.length >= scope.claims) return scope;
  throw forbidden(
    `there are packages in ${scopeOfOrg(org)}, or in a scope that looks like it, that are not yours: ask an admin of the registry to make the organization. What you published a moment ago counts after a minute`,
  );
}

async function checkFounder(
  { principal, services: { table, policy } }: Governing,
  name: OrgName,
): Promise<void> {
  const reserved = policy.ownScopes.some(
    (scope) => lookAlikeKey(scope) === lookAlikeKey(scopeOfOrg(name)),
  );
  if (!principal.admin && (reserved || policy.orgs === 'admins')) {
    throw forbidden(
      `only admins of the registry make ${reserved ? 'this organization' : 'organizations'} here: ask one of them`,
    );
  }
  if (principal.name !== userNamed(name) && (await findUser(table, userNamed(name)))) {
    throw conflict(`there is a user "${name}": choose another name for the organization`);
  }
  if ((await listOrgsOf(table, principal.name)).length >= MOST_ORGS) {
    throw forbidden(`you are in ${MOST_ORGS} organizations: leave one first`);
  }
}
