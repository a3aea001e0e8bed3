import * as v from 'valibot';

import { foundOrg } from '#http/org/found-org.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { orgPath, withQuery } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/people/new-org',
  summary: 'Make an organization',
  permission: 'user',
  limit: 'publish',
  body: v.object({ name: v.pipe(v.string('name the organization'), v.trim()) }),
  stores: ['orgs:read', 'orgs:write', 'memberships:list', 'packages:list'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { name } = await foundOrg({ ...call, params: { org: call.body.name } });
  return goTo(withQuery(orgPath(name), { done: 'made' }));
});
