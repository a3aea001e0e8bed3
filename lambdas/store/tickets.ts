import type { Ticket, TicketMessage } from '#domain/ticket.ts';
import type { UserName } from '#domain/user.ts';
import { findItem, findItems, itemsOf, listItems } from '#store/items.ts';
import type { Item, TableReader } from '#store/table.ts';

/** Whose a ticket is to answer. */
export const queueOf = ({ to, package: name }: Pick<Ticket, 'to' | 'package'>): string =>
  to === 'operators' ? 'operators' : `package:${name}`;

export const ticketPartition = (id: string): string => `ticket#${id}`;

/** A page of tickets, and where the next one begins. */
export interface TicketPage {
  readonly tickets: readonly Ticket[];
  readonly next: string | undefined;
}

export async function findTicket(table: TableReader, id: string): Promise<Ticket | undefined> {
  const item = await findItem(table, 'ticket', ticketPartition(id), 'ticket');
  return item && toTicket(item);
}

/** All that was written of one, in order. */
export async function listMessages(
  table: TableReader,
  id: string,
): Promise<readonly TicketMessage[]> {
  const query = { partition: ticketPartition(id), from: 'message#', before: 'message$' };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the items
  return itemsOf('ticketMessage', await listItems(table, query)) as unknown as TicketMessage[];
}

interface QueuePage {
  readonly queue: string;
  readonly state: Ticket['state'];
  readonly size: number;
  /** What the page before said with `next`. */
  readonly after?: string | undefined;
}

/** Those of a queue in one state, those first that were written to last. */
export async function listQueue(
  table: TableReader,
  { queue, state, size, after }: QueuePage,
): Promise<TicketPage> {
  const { items } = await table.page({
    partition: `tickets#${queue}`,
    index: 'gsi1',
    from: `${state}#`,
    before: after === undefined ? `${state}$` : `${state}#${after}`,
    backwards: true,
    limit: size + 1,
  });
  const found = itemsOf('ticket', items).map(toTicket);
  // Between its bounds DynamoDB includes both: the one that the page before ended with is no news.
  const tickets = found.filter((each) => placeOf(each) !== after).slice(0, size);
  const last = tickets.at(-1);
  return { tickets, next: last && items.length > size ? placeOf(last) : undefined };
}

const placeOf = ({ updatedAt, id }: Ticket): string => `${updatedAt}#${id}`;

/** What somebody asked, the newest first; `since`: an ISO time. */
export async function listAsked(
  table: TableReader,
  author: UserName,
  { size, since = '' }: { readonly size: number; readonly since?: string },
): Promise<readonly Ticket[]> {
  const { items } = await table.page({
    partition: `user#${author}`,
    index: 'gsi1',
    from: `ticket#${since}`,
    before: 'ticket$',
    backwards: true,
    limit: size,
  });
  const keys = itemsOf('ticketOfAuthor', items).map(({ id }) => ({
    partition: ticketPartition(String(id)),
    sort: 'ticket',
  }));
  const found = itemsOf('ticket', await findItems(table, keys)).map(toTicket);
  return found.toSorted((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
}

/** Tickets of a queue that wait for an answer, 100 at most. */
export async function countOpen(table: TableReader, queue: string): Promise<number> {
  const { tickets } = await listQueue(table, { queue, state: 'open', size: 100 });
  return tickets.length;
}

function toTicket({ queue: _queue, expiresAt: _ttl, ...ticket }: Item): Ticket {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return ticket as unknown as Ticket;
}
