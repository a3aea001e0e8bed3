import * as v from 'valibot';

import { checkAdministers } from '#domain/org/member.ts';
import { AUDIT_QUERY, readAudit } from '#http/audit-page.ts';
import { checkWhole, requireInsider } from '#http/org/membership.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { orgLogPage } from '#web/audit/of-org.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/audit/org/{org}',
  summary: 'Show who changed what of an organization, to its owners and admins',
  permission: 'user',
  query: v.object({ cursor: AUDIT_QUERY.cursor }),
  tokensOnly: true,
  stores: ['orgs:read', 'audit:read'],
  page: true,
});

const SIZE = 25;

export const handle = page(route, async ({ params, principal, query, request, services }) => {
  checkWhole(principal);
  const { org, actor } = await requireInsider(principal, params.org, services.table);
  checkAdministers(actor);
  const { events, next } = await readAudit(
    { ...query, size: SIZE, subject: `org:${org.name}` },
    services,
  );
  const isFirst = query.cursor === undefined;
  return showPage(orgLogPage({ org: org.name, events, next, isFirst }), request);
});
