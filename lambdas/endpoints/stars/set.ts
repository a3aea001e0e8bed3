import * as v from 'valibot';

import { invalid } from '#domain/errors.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { starPackage } from '#http/star-package.ts';

/** `pnpm star`. */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/user/v1/star',
  summary: 'Star a package',
  permission: 'user',
  secondFactor: 'enrolled',
  limit: 'publish',
  body: v.object({ name: v.optional(v.string()), package: v.optional(v.string()) }),
  stores: ['orgs:read', 'packages:read', 'packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const name = call.body.package ?? call.body.name;
  if (name === undefined) throw invalid('name the package to star');
  await starPackage({ ...call, params: { package: parsePackageName(name) } }, true);
  return json({ ok: true }, 201);
});
