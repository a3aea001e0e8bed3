import * as v from 'valibot';

import { defineRoute } from '#http/route.ts';
import { verifyCache } from '#http/tend-cache.ts';
import { After } from '#http/upstream-cache.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { verifiedPage } from '#web/admin/storage.ts';

/** What one request reads. */
const SIZE = 100;

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/admin/storage/verify',
  summary: 'Read what is kept of upstreams again, and remove what is damaged',
  permission: 'admin',
  secondFactor: 'enrolled',
  body: v.object({ after: After }),
  stores: ['upstream-cache:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const verification = await verifyCache(call, { ...call.body, size: SIZE });
  return showPage(verifiedPage(verification), call.request);
});
