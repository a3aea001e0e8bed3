import * as v from 'valibot';

import { defineRoute } from '#http/route.ts';
import { removeFromCache } from '#http/tend-cache.ts';
import { After, Pattern } from '#http/upstream-cache.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { removedPage } from '#web/admin/storage.ts';

/** What one request removes. */
const SIZE = 500;

/** What a version was when it was first fetched it has to stay, unless `forget` is checked. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/web/admin/storage/remove',
  summary: 'Remove what is kept of an upstream: a package, a version, or what a pattern means',
  permission: 'admin',
  body: v.object({
    package: v.pipe(v.string(), v.trim(), Pattern),
    version: v.optional(v.pipe(v.string(), v.trim()), ''),
    forget: v.optional(v.literal('true')),
    after: After,
  }),
  stores: ['upstream-cache:write'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { version, forget, ...rest } = call.body;
  const removal = await removeFromCache(call, {
    ...rest,
    ...(version !== '' && { version }),
    forget: forget ?? 'false',
    size: SIZE,
  });
  const asked = { package: rest.package, version, ...(forget && { forget }) };
  return showPage(removedPage(removal, asked), call.request);
});
