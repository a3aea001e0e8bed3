import { defineRoute } from '#http/route.ts';
import { readTicket } from '#http/tickets.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { ticketPage } from '#web/tickets/ticket.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/tickets/{id}',
  summary: 'Show a ticket to those who take part in it',
  permission: 'user',
  stores: ['packages:read', 'orgs:read', 'tickets:read'],
  page: true,
});

export const handle = page(route, async ({ params, ...call }) =>
  showPage(ticketPage(await readTicket(call, params.id)), call.request),
);
