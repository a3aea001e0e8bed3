import * as v from 'valibot';

import { forbidden } from '#domain/errors.ts';
import { parsePackageName } from '#domain/package-name.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { TICKET_STATES, TicketPlace } from '#domain/ticket.ts';
import type { Request } from '#http/request.ts';
import { defineRoute } from '#http/route.ts';
import { requireOwner, requirePerson } from '#http/tickets.ts';
import { accountOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import type { Services } from '#store/services.ts';
import { listAsked, listQueue, queueOf } from '#store/tickets.ts';
import { OPERATORS, ticketsPath } from '#web/paths.ts';
import { ownTicketsPage, stateLinks, ticketsPage } from '#web/tickets/list.ts';

const SIZE = 50;

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account/tickets',
  summary: 'Show what somebody asked, or what owners of a package or operators are asked',
  permission: 'user',
  query: v.object({
    of: v.optional(v.string()),
    state: v.optional(v.picklist(TICKET_STATES, 'must be open, answered or closed'), 'open'),
    after: v.optional(TicketPlace),
  }),
  stores: ['packages:read', 'orgs:read', 'tickets:read'],
  page: true,
});

export const handle = page(route, async (call) => {
  const { query, principal, request, services } = call;
  requirePerson(principal);
  const { of, state, after } = query;
  if (of === undefined) {
    const { me } = await accountOf(call);
    const own = await listAsked(services.table, principal.name, { size: 100 });
    return showPage(ownTicketsPage(me, own), request);
  }
  const queue = await queueFor(of, { principal, request, services });
  const { tickets, next } = await listQueue(services.table, { queue, state, size: SIZE, after });
  return showPage(
    ticketsPage({
      title: of === OPERATORS ? 'What the operators are asked' : `What owners of ${of} are asked`,
      tickets,
      next: next === undefined ? undefined : ticketsPath({ of, state, after: next }),
      states: stateLinks(of, state),
      empty: state === 'open' ? 'Nothing waits for an answer.' : 'There is nothing here.',
    }),
    request,
  );
});

interface Asking {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

async function queueFor(of: string, call: Asking): Promise<string> {
  if (of === OPERATORS) {
    if (!call.principal.admin) throw forbidden('only admins of the registry see these');
    return 'operators';
  }
  const name = parsePackageName(of);
  await requireOwner(call, name);
  return queueOf({ to: 'owners', package: name });
}
