import { checkAdministers } from '#domain/org/member.ts';
import { AuditOfSubject, auditPage } from '#http/audit-page.ts';
import { endpoint } from '#http/endpoint.ts';
import { checkWhole, requireInsider } from '#http/org/membership.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/orgs/{org}/audit',
  summary: 'Read who changed what of an organization, for its owners and admins',
  permission: 'user',
  query: AuditOfSubject,
  tokensOnly: true,
  stores: ['orgs:read', 'audit:read'],
});

export const handle = endpoint(route, async ({ params, principal, query, services }) => {
  checkWhole(principal);
  const { org, actor } = await requireInsider(principal, params.org, services.table);
  checkAdministers(actor);
  return auditPage({ ...query, subject: `org:${org.name}` }, services);
});
