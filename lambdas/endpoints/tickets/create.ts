import { TicketBody } from '#domain/ticket.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { openTicket } from '#http/tickets.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/tickets',
  summary: 'Ask the owners of a package, or tell the operators of the registry',
  permission: 'user',
  // Nothing of a package is changed by it.
  secondFactor: 'never',
  limit: 'tickets',
  body: TicketBody,
  stores: ['packages:read', 'orgs:read', 'tickets:read', 'tickets:write'],
});

export const handle = endpoint(route, async ({ body, ...call }) =>
  json(await openTicket(call, body), 201),
);
