import * as v from 'valibot';

import { revision } from '#domain/package.ts';
import { defineRoute } from '#http/route.ts';
import { managedBy } from '#http/web/managed.ts';
import { page } from '#http/web/page.ts';
import { Done } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { listStored } from '#store/releases.ts';
import { unpublishPage } from '#web/manage/unpublish.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/manage/{package}/unpublish',
  summary: 'Show what unpublishing a package means, to those who may',
  permission: 'unpublish',
  secondFactor: 'never',
  query: v.object({ done: Done }),
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { pkg, query, request, services } = call;
  const [managed, releases] = await Promise.all([
    managedBy(call),
    listStored(services.table, pkg.name),
  ]);
  const shown = { managed, done: query.done, versions: releases.length, rev: revision(pkg) };
  return showPage(unpublishPage(shown), request);
});
