import * as v from 'valibot';

import { parseUserName } from '#domain/user.ts';
import { changeAdmin } from '#http/change-admin.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { adminUserPath } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/admin/users/{user}/admin',
  summary: 'Make a user an admin of the registry, or take that back',
  permission: 'admin',
  secondFactor: 'always',
  limit: 'profile',
  body: v.object({ admin: v.picklist(['yes', 'no'], 'must be yes or no') }),
  stores: ['users:admin', 'sign-ins:list'],
  page: true,
});

export const handle = page(route, async (call) => {
  const name = parseUserName(call.params.user);
  await changeAdmin(call, name, call.body.admin === 'yes');
  return goTo(adminUserPath(name));
});
