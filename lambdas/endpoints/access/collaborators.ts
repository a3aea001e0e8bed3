import { endpoint } from '#http/endpoint.ts';
import { collaboratorsOf } from '#http/org/collaborators.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm access list collaborators` wants an object, `pnpm` (which asks with `format=cli`) a list. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/package/{package}/collaborators',
  summary:
    'List who may write to a package, and to members of its organization also who may read it',
  permission: 'read',
  stores: ['orgs:read', 'users:read'],
});

export const handle = endpoint(route, async (call) => {
  const { query } = call.request;
  const wanted = query.get('user');
  const detailed = query.get('format') === 'cli';
  const all = await collaboratorsOf(call, detailed);
  const asked = all.filter(({ name }) => wanted === null || name === wanted);
  if (detailed) {
    return json(asked.map(({ name, email, level }) => ({ user: name, email, permissions: level })));
  }
  return json(Object.fromEntries(asked.map(({ name, level }) => [name, level])));
});
