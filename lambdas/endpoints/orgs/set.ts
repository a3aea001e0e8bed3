import * as v from 'valibot';

import { checkOwns } from '#domain/org/member.ts';
import { ORG_LIMITS, parseNewOrgName } from '#domain/org/org.ts';
import { endpoint } from '#http/endpoint.ts';
import { changeOrgAs } from '#http/org/change-org.ts';
import { foundOrg } from '#http/org/found-org.ts';
import { orgView } from '#http/org/view.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { findOrg } from '#store/orgs.ts';

const OWNER = /^(?:github|gitlab|circleci):[\w-]{1,64}$/;

/** Nobody's client; makes the same of a free name as `npm org set <org> <you> owner`. */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/v1/orgs/{org}',
  summary: 'Make an organization, or say whose CI may claim names in its scope',
  permission: 'user',
  limit: 'publish',
  body: v.optional(
    v.object({
      trustedOwners: v.optional(
        v.pipe(
          v.array(v.pipe(v.string(), v.regex(OWNER, 'must be ids such as "github:1234"'))),
          v.maxLength(ORG_LIMITS.trustedOwners, `up to ${ORG_LIMITS.trustedOwners} accounts`),
        ),
      ),
    }),
    {},
  ),
  stores: ['orgs:read', 'orgs:write', 'memberships:list', 'packages:list'],
});

export const handle = endpoint(route, async (call) => {
  const { params, body, services } = call;
  const name = parseNewOrgName(params.org);
  const before = await findOrg(services.table, name);
  if (!before) await foundOrg(call);
  const { trustedOwners } = body;
  const { org, actor } = await changeOrgAs(call, async ({ org: current, actor: who }) => {
    if (trustedOwners === undefined) return undefined;
    checkOwns(who);
    return {
      after: { ...current, trustedOwners },
      action: 'org-set',
      detail: {},
      change: { before: { trustedOwners: current.trustedOwners }, after: { trustedOwners } },
    };
  });
  return json(orgView(org, actor), before ? 200 : 201);
});
