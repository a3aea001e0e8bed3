import { unavailable } from '#domain/errors.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { hasFirstAdmin } from '#store/users.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/ready',
  summary: 'Answer whether requests can be served: the table answers',
  permission: 'anyone',
  stores: ['users:read'],
});

export const handle = endpoint(route, async ({ services }) => {
  try {
    await hasFirstAdmin(services.table);
  } catch (cause) {
    throw unavailable('the registry is up, but its table does not answer', cause);
  }
  return json({ status: 'ready' });
});
