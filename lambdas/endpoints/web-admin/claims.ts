import * as v from 'valibot';

import { asPackageName } from '#domain/package-name.ts';
import { defineRoute } from '#http/route.ts';
import { namePage } from '#http/web/name-page.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/admin/claims',
  summary: 'Show admins who may claim names, and what is known of one',
  permission: 'admin',
  query: v.object({ name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(214))) }),
  stores: ['packages:read', 'packages:alike', 'trusted-owners:read', 'upstream:read'],
  page: true,
});

export const handle = page(route, async ({ query, request, services }) => {
  const name = query.name === undefined ? undefined : asPackageName(query.name);
  return showPage(await namePage({ asked: query.name ?? '', name }, services), request);
});
