import * as v from 'valibot';

import { TICKET_STATES, TicketPlace } from '#domain/ticket.ts';
import { endpoint } from '#http/endpoint.ts';
import { PageSize } from '#http/page-size.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { listQueue } from '#store/tickets.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/operators/tickets',
  summary: 'List what the operators of the registry are asked',
  permission: 'admin',
  query: v.object({
    state: v.optional(v.picklist(TICKET_STATES), 'open'),
    size: PageSize(100, '50'),
    after: v.optional(TicketPlace),
  }),
  stores: ['tickets:read'],
});

export const handle = endpoint(route, async ({ query, services }) => ({
  ...json(await listQueue(services.table, { queue: 'operators', ...query })),
  headers: { 'cache-control': 'no-store' },
}));
