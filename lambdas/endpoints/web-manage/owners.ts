import * as v from 'valibot';

import { asOrgName } from '#domain/org/org.ts';
import { scopeOf } from '#domain/package-name.ts';
import { defineRoute } from '#http/route.ts';
import { managedBy } from '#http/web/managed.ts';
import { page } from '#http/web/page.ts';
import { Done } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { isOfOrg } from '#store/orgs.ts';
import { ownersPage } from '#web/manage/owners.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/manage/{package}/owners',
  summary: "Show a package's owners to those who manage it",
  permission: 'manage',
  secondFactor: 'never',
  query: v.object({ done: Done }),
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { pkg, principal, query, request, services } = call;
  const [managed, ofOrg] = await Promise.all([managedBy(call), isOfOrg(services.table, pkg.name)]);
  const shown = {
    managed,
    done: query.done,
    owners: pkg.owners.map(({ name }) => name),
    org: ofOrg ? asOrgName(scopeOf(pkg.name) ?? '') : undefined,
    viewer: principal.name,
  };
  return showPage(ownersPage(shown), request);
});
