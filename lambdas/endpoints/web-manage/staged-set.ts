import * as v from 'valibot';

import { defineRoute } from '#http/route.ts';
import { APPROVING, approveStaged } from '#http/staging/approve-staged.ts';
import { findVisible, noStaged } from '#http/staging/find-visible.ts';
import { rejectStaged } from '#http/staging/reject-staged.ts';
import { page } from '#http/web/page.ts';
import { goTo, showPage } from '#http/web/show-page.ts';
import { markup } from '#web/markup.ts';
import { messagePage } from '#web/message.ts';
import { homePath, settingsPath, withQuery } from '#web/paths.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/manage/{package}/staged',
  summary: 'Approve or reject a version that waits: people only',
  permission: 'user',
  secondFactor: 'itself',
  limit: 'publish',
  body: v.object({
    do: v.picklist(['approve', 'reject'], 'say whether to approve or to reject'),
    stage: v.string('say which version'),
  }),
  stores: ['second-factor:check', ...APPROVING],
  page: true,
});

export const handle = page(route, async (call) => {
  const { body, params, principal, request, services } = call;
  const name = params.package;
  const { staged, holding } = await findVisible(services, principal, body.stage);
  // What is decided is what its page shows.
  if (staged.draft.name !== name) throw noStaged(body.stage);
  const path = settingsPath(name, 'staged');
  if (body.do === 'approve') {
    await approveStaged(call, body.stage);
    return goTo(withQuery(path, { done: 'approved' }));
  }
  await rejectStaged(call, body.stage);
  if (holding.pkg) return goTo(withQuery(path, { done: 'rejected' }));
  // The name may be nobody's now, and then has no such page.
  const next = markup`<p><a href="${homePath}">To the registry’s first page</a></p>`;
  return showPage(
    messagePage(
      'Rejected',
      `${name}@${staged.draft.version} is gone, and its number is free`,
      next,
    ),
    request,
  );
});
