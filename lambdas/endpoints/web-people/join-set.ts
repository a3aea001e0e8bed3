import * as v from 'valibot';

import { acceptInvitation } from '#http/org/accept-invitation.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { orgPath, withQuery } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/people/join',
  summary: 'Join an organization with the code of an invitation',
  permission: 'user',
  body: v.object({ code: v.pipe(v.string('enter the code'), v.maxLength(64)) }),
  stores: ['orgs:read', 'orgs:write', 'memberships:list', 'attempts:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { org } = await acceptInvitation(call, call.body.code);
  return goTo(withQuery(orgPath(org), { done: 'joined' }));
});
