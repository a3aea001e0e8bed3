import { randomUUID } from 'node:crypto';

import { conflict, forbidden, invalid, notFound, RegistryError } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import { canManageAccount } from '#domain/permission.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import {
  MOST_MESSAGES,
  stateAfter,
  type Ticket,
  type TicketAnswer,
  type TicketDraft,
  type TicketMessage,
  TICKETS_A_DAY,
} from '#domain/ticket.ts';
import { requireRead } from '#http/access.ts';
import { decide } from '#http/decide.ts';
import type { Request } from '#http/request.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import { saveMessage, saveNewTicket } from '#store/ticket-writes.ts';
import { findTicket, listAsked, listMessages } from '#store/tickets.ts';

interface Asking {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Opens a ticket. What the owners are asked about has to be here, and to be seen by who asks. */
export async function openTicket(
  { principal, request, services }: Asking,
  { text, package: name, ...draft }: TicketDraft,
): Promise<Ticket> {
  requirePerson(principal);
  if (draft.to === 'owners') {
    if (name === undefined) throw invalid('body.package: name the package to ask about');
    await requireRead(name, request, services);
  }
  await requireRoom(principal, services);
  const at = services.now().toISOString();
  const { name: author } = principal;
  const ticket: Ticket = {
    ...draft,
    ...(name !== undefined && { package: name }),
    id: randomUUID(),
    state: 'open',
    author,
    createdAt: at,
    updatedAt: at,
    messages: 1,
    rev: 1,
  };
  await saveNewTicket(services.table, ticket, { at, author, text });
  return ticket;
}

/** A ticket that the caller takes part in, and what was written; nobody else is told that there is one. */
export async function readTicket(
  call: Asking,
  id: string,
): Promise<{ readonly ticket: Ticket; readonly messages: readonly TicketMessage[] }> {
  const ticket = await ticketFor(call, id);
  return { ticket, messages: await listMessages(call.services.table, id) };
}

/** Writes to a ticket, or sets its state, or both. */
export async function answerTicket(
  call: Asking,
  id: string,
  answer: TicketAnswer,
): Promise<Ticket> {
  const { principal, services } = call;
  const before = await ticketFor(call, id);
  requirePerson(principal);
  const { text, state } = answer;
  if (text === '' && (state === undefined || state === before.state)) {
    throw invalid('body.text: write something, or change the state');
  }
  // However much was written, it can be closed, once.
  const closes = state === 'closed' && text === '' && before.state !== 'closed';
  if (before.messages >= MOST_MESSAGES && !closes) {
    throw forbidden(`this ticket has ${MOST_MESSAGES} messages: open another one`);
  }
  const at = services.now().toISOString();
  const after: Ticket = {
    ...before,
    state: stateAfter(before, principal.name, answer),
    updatedAt: at,
    messages: before.messages + 1,
    rev: before.rev + 1,
  };
  const message = { at, author: principal.name, text, ...(state && { state }) };
  if ((await saveMessage(services.table, before, after, message)) === 'saved') return after;
  throw conflict('somebody else wrote to this ticket at the same time: read it again');
}

/** Throws unless the caller may answer for the package. */
export async function requireOwner(
  { principal, services }: Asking,
  name: PackageName,
): Promise<void> {
  requirePerson(principal);
  if (await answersFor(principal, name, services)) return;
  throw forbidden(`only owners of ${name} see what they are asked`);
}

async function ticketFor({ principal, services }: Asking, id: string): Promise<Ticket> {
  const ticket = /^[\da-f-]{36}$/.test(id) ? await findTicket(services.table, id) : undefined;
  if (ticket && (await takesPart(principal, ticket, services))) return ticket;
  throw notFound(`ticket "${id}"`);
}

async function takesPart(
  principal: UserPrincipal,
  { author, to, package: name }: Ticket,
  services: Services,
): Promise<boolean> {
  if (!canManageAccount(principal)) return false;
  if (principal.name === author || principal.admin) return true;
  return to === 'owners' && name !== undefined && answersFor(principal, name, services);
}

async function answersFor(
  principal: UserPrincipal,
  name: PackageName,
  services: Services,
): Promise<boolean> {
  const pkg = await findPackage(services.table, name);
  if (!pkg) return principal.admin;
  return (await decide(principal, 'manage', { name, pkg }, services)).decision === 'allow';
}

/** Throws for a token that is limited: tickets are of the whole person. */
export function requirePerson(principal: UserPrincipal): void {
  if (canManageAccount(principal)) return;
  throw forbidden('this token is limited, and neither reads nor writes tickets: log in for that');
}

/** An index shows a ticket a moment late: who opens many at once gets a few more. */
async function requireRoom({ name }: UserPrincipal, { table, now }: Services): Promise<void> {
  const since = new Date(now().getTime() - 86_400_000).toISOString();
  const recent = await listAsked(table, name, { size: TICKETS_A_DAY, since });
  if (recent.length < TICKETS_A_DAY) return;
  throw new RegistryError(
    'too_many_requests',
    `you opened ${TICKETS_A_DAY} tickets within a day: write to one of them, or wait until tomorrow`,
    { headers: { 'retry-after': '3600' } },
  );
}
