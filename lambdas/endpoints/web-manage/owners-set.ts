import * as v from 'valibot';

import { addOwner, removeOwner } from '#http/manage/owners.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { packagePath, settingsPath, withQuery } from '#web/paths.ts';

const User = v.pipe(v.string('name the user'), v.trim());

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/manage/{package}/owners',
  summary: 'Make a user an owner of a package, or take it away from one',
  permission: 'manage',
  limit: 'publish',
  body: v.object({
    do: v.picklist(['add', 'remove'], 'say whether to add or to remove'),
    user: User,
  }),
  stores: ['packages:write', 'documents:write', 'blobs:read'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, params, principal } = call;
  const path = settingsPath(params.package, 'owners');
  if (body.do === 'add') {
    await addOwner(call, body.user);
    return goTo(withQuery(path, { done: 'owner-added' }));
  }
  await removeOwner(call, body.user);
  // Who leaves may look at the settings no more.
  const leaves = body.user === principal.name;
  return goTo(leaves ? packagePath(params.package) : withQuery(path, { done: 'owner-removed' }));
});
