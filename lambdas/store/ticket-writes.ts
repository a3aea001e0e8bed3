import { createWriteTransaction } from 'electrodb';

import { type Ticket, TICKET_DAYS, type TicketMessage } from '#domain/ticket.ts';
import { ticketMessages, tickets, ticketsOfAuthors } from '#store/entities/ticket.ts';
import type { TableClient } from '#store/table.ts';
import { queueOf } from '#store/tickets.ts';
import { transact } from '#store/transact.ts';

const ENTITIES = { tickets, ticketsOfAuthors, ticketMessages };

/** Stores a ticket with its first message. */
export async function saveNewTicket(
  table: TableClient,
  ticket: Ticket,
  message: TicketMessage,
): Promise<'saved' | 'overtaken'> {
  const { id, author, createdAt } = ticket;
  const ttl = ttlOf(createdAt);
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.tickets.create({ ...ticket, queue: queueOf(ticket), ttl }).commit(),
    entities.ticketsOfAuthors.create({ id, author, createdAt, ttl }).commit(),
    entities.ticketMessages.create({ ...message, id, number: numberOf(1), ttl }).commit(),
  ]);
  return (await transact(table, transaction)) ? 'overtaken' : 'saved';
}

/** Adds a message, unless the ticket is not any more what it was when that was decided. */
export async function saveMessage(
  table: TableClient,
  before: Ticket,
  after: Ticket,
  message: TicketMessage,
): Promise<'saved' | 'overtaken'> {
  const { id, messages: number } = after;
  const ttl = ttlOf(after.updatedAt);
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.tickets
      .put({ ...after, queue: queueOf(after), ttl })
      .where(({ rev }, { eq }) => eq(rev, before.rev))
      .commit(),
    entities.ticketsOfAuthors
      .put({ id, author: before.author, createdAt: before.createdAt, ttl })
      .commit(),
    entities.ticketMessages.create({ ...message, id, number: numberOf(number), ttl }).commit(),
  ]);
  return (await transact(table, transaction)) ? 'overtaken' : 'saved';
}

/** In the order of numbers also as a text. */
const numberOf = (number: number): string => String(number).padStart(4, '0');

const ttlOf = (time: string): number => Math.floor(Date.parse(time) / 1000) + TICKET_DAYS * 86_400;
