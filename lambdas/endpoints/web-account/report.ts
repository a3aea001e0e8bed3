import * as v from 'valibot';

import { TicketBody } from '#domain/ticket.ts';
import { requireRead } from '#http/access.ts';
import { parse } from '#http/input.ts';
import { defineRoute } from '#http/route.ts';
import { openTicket } from '#http/tickets.ts';
import { orForm } from '#http/web/form-problem.ts';
import { headOf, shownRelease } from '#http/web/package-head.ts';
import { page } from '#http/web/page.ts';
import { goTo } from '#http/web/show-page.ts';
import { ticketPath } from '#web/paths.ts';
import { CHOICES, reportPage } from '#web/tickets/report.ts';

export const route = defineRoute({
  method: 'POST',
  path: '/-/web/account/report/{package}',
  summary: 'Open a ticket by the form of a package',
  permission: 'user',
  secondFactor: 'never',
  limit: 'tickets',
  body: v.object({ ...v.omit(TicketBody, ['to', 'package']).entries }),
  stores: ['packages:read', 'orgs:read', 'blobs:read', 'tickets:read', 'tickets:write'],
  page: true,
});

export const handle = page(route, async ({ params, body, ...call }) => {
  const { request, services } = call;
  return orForm(
    {
      request,
      form: async (problem) => {
        const pkg = await requireRead(params.package, request, services);
        const head = headOf(pkg, await shownRelease(pkg, services));
        return reportPage(head, { ...body, problem });
      },
    },
    async () => {
      const { to } = CHOICES[body.kind];
      const draft = parse(TicketBody, { ...body, to, package: params.package }, 'form');
      const { id } = await openTicket(call, draft);
      return goTo(ticketPath(id));
    },
  );
});
