import * as v from 'valibot';

import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { Done } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { trustOf } from '#http/web/trust-of.ts';
import { trustPage } from '#web/manage/trust.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/manage/{package}/trust',
  summary: 'Show whom a package trusts to publish it, and who does',
  permission: 'manage',
  secondFactor: 'never',
  query: v.object({ done: Done }),
  stores: ['trust:read', 'run-tokens:list'],
  page: true,
});

export const handle = page(route, async (call) => {
  const shown = await trustOf(call);
  return showPage(trustPage({ ...shown, done: call.query.done }), call.request);
});
