import { notFound } from '#domain/errors.ts';
import { IMMUTABLE } from '#http/caching.ts';
import { endpoint } from '#http/endpoint.ts';
import { defineRoute } from '#http/route.ts';
import { ASSETS } from '#web/assets.ts';

/** What pages name beside themselves; the name changes with the text. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/assets/{file}',
  summary: 'Read the stylesheet, the script or the icon of the pages',
  permission: 'anyone',
  cache: IMMUTABLE,
  stores: [],
  page: true,
});

export const handle = endpoint(route, async ({ params }) => {
  const found = ASSETS.find(({ file }) => file === params.file);
  if (!found) throw notFound(`file "${params.file}" of the pages`);
  return {
    headers: {
      'content-type': found.type,
      'cache-control': IMMUTABLE.control,
      'x-content-type-options': 'nosniff',
    },
    body: { kind: 'bytes', bytes: Buffer.from(found.text) },
    shared: { audience: 'anyone', tags: ['web'] },
  };
});
