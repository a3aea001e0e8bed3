import { checkAdministers, toWireRole } from '#domain/org/member.ts';
import { endpoint } from '#http/endpoint.ts';
import { openInvitations, teamNames } from '#http/org/invitation.ts';
import { requireInsider } from '#http/org/membership.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/orgs/{org}/invitations',
  summary: 'List the open invitations of an organization, without their codes',
  permission: 'user',
  stores: ['orgs:read'],
});

export const handle = endpoint(route, async ({ params, principal, services: { table, now } }) => {
  const { org, actor } = await requireInsider(principal, params.org, table);
  checkAdministers(actor);
  const open = await openInvitations(table, org, now());
  return json({
    invitations: open.map(({ key, role, teams, signUp, createdBy, createdAt, expiresAt }) => ({
      key,
      role: toWireRole(role),
      teams: teamNames(org, teams),
      signUp,
      createdBy,
      created: createdAt,
      expires: expiresAt,
    })),
  });
});
