import { endpoint } from '#http/endpoint.ts';
import { quickAudit } from '#http/quick-audit.ts';
import { defineRoute } from '#http/route.ts';

/** `npm audit` of npm 6, `pnpm audit` up to pnpm 10: the whole tree, with projects and paths. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/npm/v1/security/audits/quick',
  summary: 'Find known vulnerabilities in a tree of packages',
  permission: 'visitor',
  body: 'stream',
  stores: ['orgs:read', 'packages:read', 'advisories:read', 'upstream:ask'],
});

export const handle = endpoint(route, quickAudit);
