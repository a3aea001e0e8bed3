import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm access get status`, and `npm publish` before it decides on provenance. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/package/{package}/visibility',
  summary: 'Tell whether a package is public',
  permission: 'read',
  stores: [],
});

export const handle = endpoint(route, async ({ pkg }) =>
  json({ public: pkg.visibility === 'public' }),
);
