import * as v from 'valibot';

import { releaseChanges } from '#domain/diff/release-changes.ts';
import { sharedWith } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { compareFile, compareFiles } from '#http/web/diff-view.ts';
import { headOf, shownRelease } from '#http/web/package-head.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { isChosen } from '#http/web/shown-package.ts';
import { versionBefore, versionNames } from '#http/web/version-names.ts';
import { diffPage, fileDiffPage, nothingToCompare } from '#web/package/diff/page.ts';

/** What a new version changes, for who decides whether to take it. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/diff',
  summary: 'Show what differs between two versions: manifest, publisher, files and their lines',
  permission: 'read',
  query: v.object({
    from: v.optional(v.string()),
    to: v.optional(v.string()),
    path: v.optional(v.string()),
    page: v.optional(v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'a number')), '1'),
  }),
  stores: ['packages:read', 'blobs:read', 'documents:read', 'rendering'],
  page: true,
});

export const handle = page(route, async ({ pkg, query, request, services }) => {
  const to = await shownRelease(pkg, services, query.to);
  const versions = await versionNames(services, pkg);
  const head = { ...headOf(pkg, to), ...isChosen(query.to, pkg, to) };
  const sharing = sharedWith(pkg, services.policy);
  const before =
    query.from ??
    versionBefore(versions, to.version) ??
    versions.find((version) => version !== to.version);
  if (before === undefined) return showPage(nothingToCompare(head), request, sharing);
  const from = await shownRelease(pkg, services, before);
  const compared = { head, versions, from: from.version, to: to.version };
  const { path } = query;
  if (path !== undefined) {
    const diff = await compareFile(services, { from, to }, path);
    return showPage(fileDiffPage(compared, path, diff), request, sharing);
  }
  const files = await compareFiles(services, { from, to }, Number(query.page));
  return showPage(diffPage(compared, releaseChanges(from, to), files), request, sharing);
});
