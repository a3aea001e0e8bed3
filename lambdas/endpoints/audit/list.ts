import * as v from 'valibot';

import { AUDIT_QUERY, auditPage } from '#http/audit-page.ts';
import { endpoint } from '#http/endpoint.ts';
import { defineRoute } from '#http/route.ts';

/** `subject`: `package:name`, `user:name`, `org:name`, `address:network`, `trusted-owner:service:id` or `registry`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/audit',
  summary: 'Read who changed what in the registry, the newest first',
  permission: 'admin',
  query: v.object({ ...AUDIT_QUERY, subject: v.optional(v.string()) }),
  tokensOnly: true,
  stores: ['audit:read'],
});

export const handle = endpoint(route, async ({ query, services }) => auditPage(query, services));
