import * as v from 'valibot';

import { asPackageName } from '#domain/package-name.ts';
import { defineRoute } from '#http/route.ts';
import { ShadowingPlace } from '#http/shadowing.ts';
import { namePage } from '#http/web/name-page.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/admin/claims',
  summary: 'Show admins who may claim names, which exist upstream too, and what is known of one',
  permission: 'admin',
  query: v.object({
    name: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(214))),
    after: ShadowingPlace,
  }),
  stores: [
    'packages:read',
    'packages:alike',
    'shadowing:read',
    'trusted-owners:read',
    'upstream:read',
  ],
  page: true,
});

export const handle = page(route, async ({ query, request, services }) => {
  const { name: asked, after } = query;
  const name = asked === undefined ? undefined : asPackageName(asked);
  return showPage(await namePage({ asked: asked ?? '', name, after }, services), request);
});
