import { TicketAnswer } from '#domain/ticket.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { answerTicket } from '#http/tickets.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/tickets/{id}/messages',
  summary: 'Write to a ticket that you take part in, close it, or open it again',
  permission: 'user',
  secondFactor: 'never',
  limit: 'tickets',
  body: TicketAnswer,
  stores: ['packages:read', 'orgs:read', 'tickets:read', 'tickets:write'],
});

export const handle = endpoint(route, async ({ params, body, ...call }) =>
  json(await answerTicket(call, params.id, body), 201),
);
