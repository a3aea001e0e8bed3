import { forbidden } from '#domain/errors.ts';
import { canManageAccount } from '#domain/permission.ts';
import { AuditOfSubject, auditPage } from '#http/audit-page.ts';
import { endpoint } from '#http/endpoint.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/user/audit',
  summary: 'Read what was done to one’s own account: logins, tokens, profile, lockouts',
  permission: 'user',
  query: AuditOfSubject,
  tokensOnly: true,
  stores: ['audit:read'],
});

export const handle = endpoint(route, async ({ principal, query, services }) => {
  if (!canManageAccount(principal)) {
    throw forbidden('a limited token can not read this: log in with the password');
  }
  return auditPage({ ...query, subject: `user:${principal.name}` }, services);
});
