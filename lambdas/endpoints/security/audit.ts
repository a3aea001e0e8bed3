import { endpoint } from '#http/endpoint.ts';
import { quickAudit } from '#http/quick-audit.ts';
import { defineRoute } from '#http/route.ts';

/** npm 6 and pnpm up to 10, where the quick audit was not answered. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/npm/v1/security/audits',
  summary: 'Find known vulnerabilities in a tree, for clients whose first request failed',
  permission: 'visitor',
  body: 'stream',
  stores: ['orgs:read', 'packages:read', 'advisories:read', 'upstream:ask'],
});

export const handle = endpoint(route, quickAudit);
