import { REVALIDATED } from '#http/caching.ts';
import { endpoint } from '#http/endpoint.ts';
import { packageReply } from '#http/package-reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm dist-tag ls`, and the first request of `npm dist-tag add` and `rm`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/package/{package}/dist-tags',
  summary: 'List the dist-tags of a package',
  permission: 'read',
  cache: REVALIDATED,
  stores: [],
});

export const handle = endpoint(route, async ({ pkg, services }) =>
  packageReply(pkg, pkg.distTags, services),
);
