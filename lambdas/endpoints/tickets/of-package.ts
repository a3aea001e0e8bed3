import * as v from 'valibot';

import { TICKET_STATES, TicketPlace } from '#domain/ticket.ts';
import { endpoint } from '#http/endpoint.ts';
import { PageSize } from '#http/page-size.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { requireOwner } from '#http/tickets.ts';
import { listQueue, queueOf } from '#store/tickets.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/packages/{package}/tickets',
  summary: 'List what the owners of a package are asked',
  permission: 'user',
  query: v.object({
    state: v.optional(v.picklist(TICKET_STATES), 'open'),
    size: PageSize(100, '50'),
    after: v.optional(TicketPlace),
  }),
  stores: ['packages:read', 'orgs:read', 'tickets:read'],
});

export const handle = endpoint(route, async ({ params, query, ...call }) => {
  await requireOwner(call, params.package);
  const queue = queueOf({ to: 'owners', package: params.package });
  return {
    ...json(await listQueue(call.services.table, { queue, ...query })),
    headers: { 'cache-control': 'no-store' },
  };
});
