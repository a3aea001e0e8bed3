import * as v from 'valibot';

import { sharedWith } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { viewFiles } from '#http/web/file-view.ts';
import { headOf, shownRelease } from '#http/web/package-head.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { isChosen } from '#http/web/shown-package.ts';
import { versionBefore, versionNames } from '#http/web/version-names.ts';
import { filesPage } from '#web/package/files/page.ts';

/** What is in a version's tarball, to be looked at before somebody installs it. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/files',
  summary: 'Show the files of a version: a folder of them, or the content of one',
  permission: 'read',
  query: v.object({
    version: v.optional(v.string()),
    path: v.optional(v.string(), ''),
    page: v.optional(v.pipe(v.string(), v.regex(/^\d{1,5}$/, 'a number')), '1'),
  }),
  stores: ['packages:read', 'blobs:read', 'documents:read', 'rendering'],
  page: true,
});

export const handle = page(route, async ({ pkg, query, request, services }) => {
  const release = await shownRelease(pkg, services, query.version);
  const path = query.path.replaceAll(/^\/+|\/+$/g, '');
  const [versions, { shown, whole }] = await Promise.all([
    versionNames(services, pkg),
    viewFiles(services, release, { path, page: Number(query.page) }),
  ]);
  const { version, fileCount, unpackedSize, size } = release;
  return showPage(
    filesPage({
      head: { ...headOf(pkg, release), ...isChosen(query.version, pkg, release) },
      versions,
      previous: versionBefore(versions, version),
      path,
      shown,
      packed: { fileCount, unpackedSize, size, whole },
    }),
    request,
    sharedWith(pkg, services.policy),
  );
});
