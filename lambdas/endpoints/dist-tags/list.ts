import { requireRead } from '#http/access.ts';
import { REVALIDATED } from '#http/caching.ts';
import { endpoint } from '#http/endpoint.ts';
import { packageReply } from '#http/package-reply.ts';
import { defineRoute } from '#http/route.ts';
import { upstreamDistTags } from '#http/upstream-reply.ts';

/** `npm dist-tag ls`, and the first request of `npm dist-tag add` and `rm`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/package/{package}/dist-tags',
  summary: 'List the dist-tags of a package',
  permission: 'document',
  cache: REVALIDATED,
  stores: ['packages:read', 'upstream:read'],
});

export const handle = endpoint(route, async ({ params, request, services }) => {
  const theirs = await upstreamDistTags(params, request, services);
  if (theirs) return theirs;
  const pkg = await requireRead(params.package, request, services);
  return packageReply(pkg, pkg.distTags, services);
});
