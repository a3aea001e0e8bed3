import * as v from 'valibot';

import { AUDIT_QUERY, readAudit } from '#http/audit-page.ts';
import { permit } from '#http/decide.ts';
import { defineRoute } from '#http/route.ts';
import { managedBy } from '#http/web/managed.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { findPackage } from '#store/packages.ts';
import { packageLogPage } from '#web/audit/of-package.ts';

/** Also of an unpublished package. In an area of its own: what writes events may not read them. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/audit/package/{package}',
  summary: 'Show who changed what of a package, to those who manage it',
  permission: 'user',
  query: v.object({ cursor: AUDIT_QUERY.cursor }),
  tokensOnly: true,
  stores: ['orgs:read', 'packages:read', 'audit:read'],
  page: true,
});

const SIZE = 25;

export const handle = page(route, async (call) => {
  const { params, principal, query, request, services } = call;
  const name = params.package;
  const pkg = await findPackage(services.table, name);
  await permit(principal, 'manage', { name, pkg }, services);
  const [managed, { events, next }] = await Promise.all([
    managedBy({ ...call, pkg }),
    readAudit({ ...query, size: SIZE, subject: `package:${name}` }, services),
  ]);
  const isFirst = query.cursor === undefined;
  return showPage(packageLogPage({ managed, events, next, isFirst }), request);
});
