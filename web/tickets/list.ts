import type { Ticket, TicketState } from '#domain/ticket.ts';
import { accountShell, type Me } from '#web/account/shell.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { packagePath, ticketPath, ticketsPath } from '#web/paths.ts';
import { counted, dateOf } from '#web/wording.ts';

interface Listed {
  readonly title: string;
  readonly tickets: readonly Ticket[];
  /** Where the next page is. */
  readonly next?: string | undefined;
  /** Of a queue: which state is shown, and where the others are. */
  readonly states?: readonly {
    readonly state: TicketState;
    readonly path: string;
    readonly current: boolean;
  }[];
  readonly empty: Content;
}

/** Tickets of whoever asked, or of those who are asked. */
export const ticketsPage = ({ title, tickets, next, states, empty }: Listed): Page => ({
  title,
  content: markup`<h1>${title}</h1>
${states && stateTabs(states)}
${listOf({ tickets, empty })}
${next !== undefined && markup`<p class="pages"><a href="${next}">Older tickets</a></p>`}`,
});

const listOf = ({ tickets, empty }: Pick<Listed, 'tickets' | 'empty'>): Markup =>
  tickets.length === 0
    ? markup`<p class="notice">${empty}</p>`
    : markup`<ul class="list">${tickets.map(row)}</ul>`;

const stateTabs = (states: NonNullable<Listed['states']>): Markup =>
  markup`<nav class="tabs" aria-label="State"><ul>${states.map(
    ({ state, path, current }) =>
      markup`<li><a href="${path}"${current && markup` aria-current="page"`}>${STATE[state].label}</a></li>`,
  )}</ul></nav>`;

const row = ({ id, subject, state, author, package: name, updatedAt, messages }: Ticket): Markup =>
  markup`<li><h2><a href="${ticketPath(id)}">${subject}</a> ${stateTag(state)}</h2>
<p class="quiet">${name !== undefined && markup`<a href="${packagePath(name)}">${name}</a> · `}asked by ${author} · ${counted(messages, 'message')}, the last on ${dateOf(updatedAt)}</p></li>`;

const STATE: Readonly<Record<TicketState, { readonly label: string; readonly tone: string }>> = {
  open: { label: 'Open', tone: 'tag warn' },
  answered: { label: 'Answered', tone: 'tag' },
  closed: { label: 'Closed', tone: 'tag' },
};

export const stateTag = (state: TicketState): Markup =>
  markup`<span class="${STATE[state].tone}">${STATE[state].label}</span>`;

/** What somebody sees who asked nothing yet. */
export const NOTHING_ASKED = markup`You have asked nothing yet. Every package has a form: “Ask or report”.`;

/** A page of the account of whoever is signed in. */
export const ownTicketsPage = (me: Me, tickets: readonly Ticket[]): Page =>
  accountShell({
    me,
    tab: 'tickets',
    title: 'What you asked',
    content: listOf({ tickets, empty: NOTHING_ASKED }),
  });

/** The pages of a queue by state. */
export const stateLinks = (queue: string, current: TicketState): NonNullable<Listed['states']> =>
  (['open', 'answered', 'closed'] as const).map((state) => ({
    state,
    path: ticketsPath({ of: queue, state }),
    current: state === current,
  }));
