import * as v from 'valibot';

import { notFound } from '#domain/errors.ts';
import { asOrgName } from '#domain/org/org.ts';
import { defineRoute } from '#http/route.ts';
import { insiderOf, packagesInside, packagesOutside, shownInside } from '#http/web/org-inside.ts';
import { page } from '#http/web/page.ts';
import { Done, PageNumber } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { orgPage } from '#web/people/org.ts';

/** Nobody else learns who is in an organization, nor whether there is one: they see the packages of a scope. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/people/org/{org}',
  summary: 'Show the packages of a scope, and to members of its organization people and teams',
  permission: 'visitor',
  query: v.object({ done: Done, page: PageNumber }),
  stores: ['orgs:read', 'memberships:list', 'packages:list', 'packages:read', 'search'],
  page: true,
});

export const handle = page(route, async ({ params, principal, query, request, services }) => {
  const name = asOrgName(params.org);
  if (!name) throw notFound(`scope "${params.org}"`);
  const insider = await insiderOf(principal, name, services);
  const listed = insider
    ? await packagesInside(insider, query.page, services)
    : await packagesOutside(principal, name, query.page, services);
  if (!insider && listed.total === 0) throw notFound(`scope "${params.org}"`);
  const shown = {
    name,
    ...listed,
    inside: insider && (await shownInside(insider, services)),
    done: query.done,
  };
  return showPage(orgPage(shown), request);
});
