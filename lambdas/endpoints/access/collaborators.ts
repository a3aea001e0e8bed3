import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm access list collaborators` wants an object, `pnpm` (which asks with `format=cli`) a list. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/package/{package}/collaborators',
  summary: 'List who may write to a package',
  permission: 'read',
  stores: [],
});

export const handle = endpoint(route, async ({ pkg, request }) => {
  const wanted = request.query.get('user');
  const owners = pkg.owners.filter(({ name }) => wanted === null || name === wanted);
  if (request.query.get('format') === 'cli') {
    return json(owners.map(({ name, email }) => ({ user: name, email, permissions: 'write' })));
  }
  return json(Object.fromEntries(owners.map(({ name }) => [name, 'write'])));
});
