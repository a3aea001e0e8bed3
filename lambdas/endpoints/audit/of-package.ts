import { AuditOfSubject, auditPage } from '#http/audit-page.ts';
import { permit } from '#http/decide.ts';
import { endpoint } from '#http/endpoint.ts';
import { defineRoute } from '#http/route.ts';
import { findPackage } from '#store/packages.ts';

/** Also of an unpublished package: its owners want to know who did it. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/packages/{package}/audit',
  summary: 'Read who changed what of a package, for those who manage it',
  permission: 'user',
  query: AuditOfSubject,
  tokensOnly: true,
  stores: ['orgs:read', 'packages:read', 'audit:read'],
});

export const handle = endpoint(route, async ({ params, principal, query, services }) => {
  const name = params.package;
  const pkg = await findPackage(services.table, name);
  await permit(principal, 'manage', { name, pkg }, services);
  return auditPage({ ...query, subject: `package:${name}` }, services);
});
