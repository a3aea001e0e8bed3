import * as v from 'valibot';

import { asVersion, compareVersions } from '#domain/version.ts';
import { defineRoute } from '#http/route.ts';
import { managedBy } from '#http/web/managed.ts';
import { page } from '#http/web/page.ts';
import { Done, PageNumber, pageOf } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { listStored } from '#store/releases.ts';
import { versionsPage } from '#web/manage/versions.ts';

const VERSIONS = 50;
const TAGS = 50;

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/manage/{package}/versions',
  summary: 'Show the versions and tags of a package to those who may change them',
  permission: 'deprecate',
  secondFactor: 'never',
  query: v.object({ done: Done, page: PageNumber, version: v.optional(v.string()) }),
  stores: [],
  page: true,
});

export const handle = page(route, async (call) => {
  const { pkg, query, request, services } = call;
  const [managed, releases] = await Promise.all([
    managedBy(call),
    listStored(services.table, pkg.name),
  ]);
  const highestFirst = releases.toSorted((a, b) => compareVersions(b.version, a.version));
  const { items, ...paged } = pageOf(highestFirst, query.page, VERSIONS);
  const tags = Object.entries(pkg.distTags);
  const shown = {
    managed,
    ...paged,
    done: query.done,
    total: releases.length,
    versions: items.map(({ version, publishedAt, deprecated }) => ({
      version,
      publishedAt,
      deprecated,
      tags: tags.filter(([, tagged]) => tagged === version).map(([tag]) => tag),
    })),
    tags: tags.toSorted(([a], [b]) => (a < b ? -1 : 1)).slice(0, TAGS),
    otherTags: Math.max(0, tags.length - TAGS),
    chosen: asVersion(query.version ?? ''),
  };
  return showPage(versionsPage(shown), request);
});
