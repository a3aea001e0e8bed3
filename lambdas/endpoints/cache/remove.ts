import * as v from 'valibot';

import { parseVersion } from '#domain/version.ts';
import { auditOf, noteInRegistry } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { After, cacheOf, Pattern, Size } from '#http/upstream-cache.ts';
import { type Forgetting, removeKept } from '#store/upstream/cache/remove-kept.ts';

/**
 * `pantry cache rm`. What a version was when it was first fetched it has to stay, unless `forget=true`. Removes as
 * much as one request can, and says with `next` where to go on.
 */
export const route = defineRoute({
  method: 'DELETE',
  path: '/-/v1/cache',
  summary:
    'Remove what is kept of an upstream: a package, a version of it, or what a pattern means',
  permission: 'admin',
  query: v.object({
    package: Pattern,
    version: v.optional(v.string()),
    forget: v.optional(v.picklist(['true', 'false'], 'must be true or false'), 'false'),
    after: After,
    size: v.optional(Size, '500'),
  }),
  stores: ['upstream-cache:write'],
});

export const handle = endpoint(route, async (call) => {
  const { query, services } = call;
  const { package: pattern, version: text, after, size } = query;
  const version = text === undefined ? undefined : parseVersion(text);
  const forgetting: Forgetting = (_, pins) => {
    const known = pins.map((pin) => [pin.version, pin.integrity]);
    return auditOf(call, 'forget-tarballs', {}, { before: Object.fromEntries(known) });
  };
  const forget = query.forget === 'true' ? forgetting : undefined;
  const removal = { pattern, version, forget, after, size };
  const parts = cacheOf(services);
  await noteInRegistry(call, 'cache-remove', { ...query });
  return json(await removeKept(parts, removal));
});
