import * as v from 'valibot';

import { notFound } from '#domain/errors.ts';
import { readVersionPage } from '#domain/read-version-page.ts';
import { PAGE } from '#http/caching.ts';
import { defineRoute } from '#http/route.ts';
import { detailedWeek } from '#http/web/download-bars.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { sharing, shownPackage } from '#http/web/shown-package.ts';
import { readPackument } from '#store/packuments.ts';
import { unpack } from '#store/upstream/receive-document.ts';
import { versionsPage } from '#web/package/versions.ts';

/** Versions of one page. */
const SIZE = 100;

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/versions',
  summary: 'Show the versions of a package, a hundred at once',
  permission: 'document',
  cache: PAGE,
  query: v.object({
    page: v.optional(v.pipe(v.string(), v.regex(/^[1-9]\d{0,5}$/, 'must be a number')), '1'),
  }),
  stores: [
    'packages:read',
    'blobs:read',
    'documents:read',
    'documents:write',
    'downloads:read',
    'upstream:read',
  ],
  page: true,
});

/** From the stored document: a package of thousands of versions has megabytes in the table. */
export const handle = page(route, async ({ params, query, request, services }) => {
  const name = params.package;
  const [shown, { versions: downloads }] = await Promise.all([
    shownPackage({ name }, request, services),
    detailedWeek(name, services),
  ]);
  const wanted = { page: Number(query.page), size: SIZE };
  if (shown.from === 'upstream') {
    const { head, keptOut, open } = shown;
    const list = await readVersionPage(open, wanted);
    return showPage(
      versionsPage({ head, list, downloads, keptOut }),
      request,
      sharing(shown, services),
    );
  }
  const document = await readPackument(services, name, 'abbreviated');
  if (!document) throw notFound(`package "${name}"`);
  const list = await readVersionPage(() => unpack([document.gzip]), wanted);
  const { head } = shown;
  return showPage(versionsPage({ head, list, downloads }), request, sharing(shown, services));
});
