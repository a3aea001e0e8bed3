import { forbidden } from '#domain/errors.ts';
import { AuditOfSubject, auditPage } from '#http/audit-page.ts';
import { endpoint } from '#http/endpoint.ts';
import { requireInsider } from '#http/org/membership.ts';
import { defineRoute } from '#http/route.ts';

/** Members come and go, and who let them in is for those to know who may do so. */
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
  const { org, actor } = await requireInsider(principal, params.org, services.table);
  if (actor.role === 'member') {
    throw forbidden(`the owners and admins of ${org.name} read its log: ask one of them`);
  }
  return auditPage({ ...query, subject: `org:${org.name}` }, services);
});
