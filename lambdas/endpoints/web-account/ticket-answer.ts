import { TicketAnswer } from '#domain/ticket.ts';
import { defineRoute } from '#http/route.ts';
import { answerTicket, readTicket } from '#http/tickets.ts';
import { orForm } from '#http/web/form-problem.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { ticketPath } from '#web/paths.ts';
import { ticketPage } from '#web/tickets/ticket.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/tickets/{id}',
  summary: 'Write to a ticket, close it or open it again, by its form',
  permission: 'user',
  secondFactor: 'never',
  limit: 'tickets',
  body: TicketAnswer,
  stores: ['packages:read', 'orgs:read', 'tickets:read', 'tickets:write'],
  page: true,
});

export const handle = page(route, async ({ params, body, ...call }) =>
  orForm(
    {
      request: call.request,
      form: async (problem) =>
        ticketPage({
          ...(await readTicket(call, params.id)),
          refused: { problem, text: body.text },
        }),
    },
    async () => {
      const { id } = await answerTicket(call, params.id, body);
      return goTo(ticketPath(id));
    },
  ),
);
