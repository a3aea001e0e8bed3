import { acceptInvitation } from '#http/org/accept-invitation.ts';
import { defineRoute } from '#http/route.ts';
import { accountOf } from '#http/web/account-of.ts';
import { fields } from '#http/web/fields.ts';
import { orForm } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import type { Problem } from '#web/account/form.ts';
import { invitationPage } from '#web/account/overview.ts';
import type { Page } from '#web/layout.ts';
import { orgPath, withQuery } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/invitation',
  summary: 'Join an organization with the code of an invitation',
  permission: 'user',
  body: fields('code'),
  stores: ['orgs:read', 'orgs:write', 'memberships:list', 'attempts:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, request } = call;
  const { me } = await accountOf(call);
  const form = (problem: Problem): Page => invitationPage({ me, problem });
  return orForm({ request, fields: { forbidden: 'code', conflict: 'code' }, form }, async () => {
    const { org } = await acceptInvitation(call, body.code);
    return goTo(withQuery(orgPath(org), { done: 'joined' }));
  });
});
