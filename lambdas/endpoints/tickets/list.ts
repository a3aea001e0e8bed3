import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { requirePerson } from '#http/tickets.ts';
import { listAsked } from '#store/tickets.ts';

/** More can be found by the pages alone of those who were asked. */
const MOST = 100;

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/tickets',
  summary: 'List the tickets that you opened, the newest 100',
  permission: 'user',
  stores: ['tickets:read'],
});

export const handle = endpoint(route, async ({ principal, services }) => {
  requirePerson(principal);
  const tickets = await listAsked(services.table, principal.name, { size: MOST });
  return { ...json({ tickets }), headers: { 'cache-control': 'no-store' } };
});
