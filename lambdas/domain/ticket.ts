import * as v from 'valibot';

import { parsePackageName, type PackageName } from '#domain/package-name.ts';
import type { UserName } from '#domain/user.ts';

/** What somebody asks of those who own a package, or of those who run the registry, and what they answer. */
export interface Ticket {
  readonly id: string;
  /** What it is about; a ticket to the operators may be about nothing that is here. */
  readonly package?: PackageName;
  readonly to: Recipient;
  readonly kind: TicketKind;
  readonly subject: string;
  readonly state: TicketState;
  readonly author: UserName;
  /** ISO times. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Messages so far. */
  readonly messages: number;
  /** Counts every change. */
  readonly rev: number;
}

/** `owners`: who may manage the package. `operators`: admins of the registry, and nobody else. */
export const RECIPIENTS = ['owners', 'operators'] as const;
export type Recipient = (typeof RECIPIENTS)[number];

export const TICKET_KINDS = ['question', 'problem', 'security', 'abuse', 'name'] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

/** `open`: waits for those who were asked. `answered`: waits for whoever asked. */
export const TICKET_STATES = ['open', 'answered', 'closed'] as const;
export type TicketState = (typeof TICKET_STATES)[number];

export interface TicketMessage {
  readonly at: string;
  readonly author: UserName;
  /** Plain text; empty where only the state was changed. */
  readonly text: string;
  /** What the state was set to, where the message did that. */
  readonly state?: TicketState;
}

/** Characters. */
export const SUBJECT_LENGTH = 200;
export const MESSAGE_LENGTH = 8000;
/** Messages of a ticket: who has more to say opens another. */
export const MOST_MESSAGES = 200;
/** Tickets that one account opens within a day. */
export const TICKETS_A_DAY = 20;
/** Days after which a ticket and its messages are gone, counted from when each was written. */
export const TICKET_DAYS = 730;

const Message = v.pipe(
  v.string('write what it is about'),
  v.transform((text) => withoutControls(text).trim()),
  // Not before: a form sends two characters for each end of a line.
  v.maxLength(MESSAGE_LENGTH, `must have at most ${MESSAGE_LENGTH} characters`),
);

/** What opens a ticket. */
export const TicketBody = v.object({
  to: v.picklist(RECIPIENTS, 'must be "owners" or "operators"'),
  kind: v.picklist(TICKET_KINDS, `must be one of ${TICKET_KINDS.join(', ')}`),
  package: v.optional(v.pipe(v.string(), v.transform(parsePackageName))),
  subject: v.pipe(
    v.string('write in a few words what it is about'),
    v.transform((text) => withoutControls(text).replaceAll(/\s+/g, ' ').trim()),
    v.minLength(1, 'write in a few words what it is about'),
    v.maxLength(SUBJECT_LENGTH, `must have at most ${SUBJECT_LENGTH} characters`),
  ),
  text: v.pipe(Message, v.minLength(1, 'write what it is about')),
});
export type TicketDraft = v.InferOutput<typeof TicketBody>;

/** Where a page of tickets begins: the time and the id of the one before. */
export const TicketPlace = v.pipe(
  v.string(),
  v.regex(
    /^\d{4}-\d\d-\d\dT[\d:.]{12}Z#[\da-f-]{36}$/,
    'must be what the page before said with `next`',
  ),
);

/** What goes on with one. */
export const TicketAnswer = v.object({
  text: v.optional(Message, ''),
  state: v.optional(v.picklist(['open', 'closed'], 'must be "open" or "closed"')),
});
export type TicketAnswer = v.InferOutput<typeof TicketAnswer>;

/** Line ends of a form become those of a text; what can't be seen, or turns text around, is nobody's message. */
const withoutControls = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    // oxlint-disable-next-line no-control-regex -- they are what is taken out
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, '');

/** The state that a message leads to: set by whoever writes, or by who wrote. */
export function stateAfter(ticket: Ticket, author: UserName, { state }: TicketAnswer): TicketState {
  if (state !== undefined) return state;
  return author === ticket.author ? 'open' : 'answered';
}
