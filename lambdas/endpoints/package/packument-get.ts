import * as v from 'valibot';

import { notFound } from '#domain/errors.ts';
import { formOf, MEDIA_TYPE } from '#domain/packument.ts';
import { isReadableByAnyone } from '#domain/permission.ts';
import { requireRead } from '#http/access.ts';
import { cacheControl, REVALIDATED } from '#http/caching.ts';
import { endpoint } from '#http/endpoint.ts';
import { type Reply, sharedWith } from '#http/reply.ts';
import { type Call, defineRoute } from '#http/route.ts';
import { upstreamDocument } from '#http/upstream-reply.ts';
import { isShownPage, pageInstead } from '#http/web/page-instead.ts';
import { ROBOTS, robotsReply, wantsDocument } from '#http/web/robots.ts';
import { lookForNothing } from '#store/packages.ts';
import { readPackument, rebaseDocument } from '#store/packuments.ts';
import { packagePath } from '#web/paths.ts';

/**
 * Every install. npm asks for the full form, pnpm, yarn 1 and bun for the abbreviated one, yarn 4 and
 * deno send no wish and need the full one with `time`.
 */
export const route = defineRoute({
  method: 'GET',
  path: '/{package}',
  summary: "Read a package's document, full or abbreviated by `accept`",
  permission: 'document',
  cache: REVALIDATED,
  query: v.object({ write: v.optional(v.string()) }),
  stores: [
    'documents:read',
    'documents:write',
    'packages:read',
    'blobs:read',
    'upstream:read',
    'downloads',
  ],
  misses: 'package',
});

/**
 * Crawlers ask for rules where the package of that name has its document. Clients get it, but the edge, which can't
 * tell them apart, keeps neither.
 */
export const handle = endpoint(route, async (call) => {
  if (call.params.package !== ROBOTS) return readDocument(call);
  if (!wantsDocument(call.request)) return robotsReply(call);
  const { shared: _, ...reply } = await readDocument(call);
  return reply;
});

async function readDocument({
  params,
  query,
  request,
  services,
}: Call<typeof route>): Promise<Reply> {
  const name = params.package;
  if (isShownPage(request, services)) return pageInstead(packagePath(name));
  // Commands that change a document read it with `?write=true`: whole, whatever they accept.
  const editing = query.write === 'true';
  const form = editing ? 'full' : formOf(request.headers['accept']);
  const stored = await readPackument(services, name, form);
  const theirs = stored ? undefined : await upstreamDocument({ name, form }, request, services);
  if (theirs) return theirs;
  const open = stored !== undefined && isReadableByAnyone(stored.visibility, services.policy);
  if (!open) {
    await requireRead(name, request, services).catch(async (error: unknown) => {
      // What there is not was looked for in the table as well: the time tells nobody the one from the other.
      if (stored) await lookForNothing(services.table, name);
      throw error;
    });
  }
  if (!stored) throw notFound(`package "${name}"`);
  const { visibility } = stored;
  const { shared } = sharedWith({ name, visibility }, services.policy);
  const document = await rebaseDocument(stored, request.baseUrl);
  return {
    headers: {
      'content-type': MEDIA_TYPE[form],
      'cache-control': cacheControl(REVALIDATED, visibility, services.policy),
      etag: document.etag,
      'last-modified': new Date(document.modifiedAt).toUTCString(),
      vary: 'accept, accept-encoding',
    },
    body: { kind: 'gzip', bytes: document.gzip, size: document.size },
    ...(shared && !editing && { shared: { ...shared, form } }),
  };
}
