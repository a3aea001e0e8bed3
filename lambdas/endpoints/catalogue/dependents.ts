import * as v from 'valibot';

import { dependentsOf } from '#http/dependents.ts';
import { endpoint } from '#http/endpoint.ts';
import { PageSize } from '#http/page-size.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { countDependents } from '#store/dependents.ts';

/** Who maintains something, and wants to know who uses it; the package itself may be an upstream's. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/packages/{package}/dependents',
  summary: 'List the packages of this registry whose latest version depends on a package',
  permission: 'visitor',
  query: v.object({
    size: PageSize(100, '20'),
    after: v.optional(
      v.pipe(
        v.string(),
        v.maxLength(300),
        v.regex(/^(?:public|restricted)#/, 'must be the `next` of an answer'),
      ),
    ),
  }),
  stores: ['dependents:read', 'packages:read', 'orgs:read'],
});

export const handle = endpoint(route, async ({ params, principal, query, services }) => {
  const { package: name } = params;
  const { size, after } = query;
  const [count, page] = await Promise.all([
    after === undefined ? countDependents(services.table, name) : {},
    dependentsOf({ name, principal, services, size, after }),
  ]);
  return json({ package: name, ...count, ...page });
});
