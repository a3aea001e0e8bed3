import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { readTicket } from '#http/tickets.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/tickets/{id}',
  summary: 'Read a ticket that you take part in, with its messages',
  permission: 'user',
  stores: ['packages:read', 'orgs:read', 'tickets:read'],
});

export const handle = endpoint(route, async ({ params, ...call }) => ({
  ...json(await readTicket(call, params.id)),
  headers: { 'cache-control': 'no-store' },
}));
