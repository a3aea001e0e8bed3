import { inviteToSignUp } from '#http/invite-to-sign-up.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { invitedPage } from '#web/admin/users.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/admin/invitations',
  summary: 'Make a code that lets one person sign up within a week, and show it once',
  permission: 'admin',
  stores: ['invites:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { code, expires } = await inviteToSignUp(call);
  return showPage(invitedPage(code, expires, call.request.baseUrl), call.request);
});
