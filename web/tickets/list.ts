import type { Ticket, TicketState } from '#domain/ticket.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { packagePath, ticketPath, ticketsPath } from '#web/paths.ts';

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
${tickets.length === 0 ? markup`<p>${empty}</p>` : markup`<ul class="list">${tickets.map(row)}</ul>`}
${next !== undefined && markup`<p class="pages"><a href="${next}">Older tickets</a></p>`}`,
});

const stateTabs = (states: NonNullable<Listed['states']>): Markup =>
  markup`<nav class="tabs" aria-label="State"><ul>${states.map(
    ({ state, path, current }) =>
      markup`<li><a href="${path}"${current && markup` aria-current="page"`}>${STATE[state].label}</a></li>`,
  )}</ul></nav>`;

const row = ({ id, subject, state, author, package: name, updatedAt, messages }: Ticket): Markup =>
  markup`<li><h2><a href="${ticketPath(id)}">${subject}</a> ${stateTag(state)}</h2>
<p class="quiet">${name !== undefined && markup`<a href="${packagePath(name)}">${name}</a> · `}asked by ${author} · ${messages} ${messages === 1 ? 'message' : 'messages'}, the last on ${updatedAt.slice(0, 10)}</p></li>`;

const STATE: Readonly<Record<TicketState, { readonly label: string; readonly tone: string }>> = {
  open: { label: 'Open', tone: 'tag warn' },
  answered: { label: 'Answered', tone: 'tag' },
  closed: { label: 'Closed', tone: 'tag' },
};

export const stateTag = (state: TicketState): Markup =>
  markup`<span class="${STATE[state].tone}">${STATE[state].label}</span>`;

/** What somebody sees who asked nothing yet. */
export const NOTHING_ASKED = markup`You have asked nothing yet. Every package has a form: “Ask or report”.`;

export const ownTicketsPage = (tickets: readonly Ticket[]): Page =>
  ticketsPage({ title: 'What you asked', tickets, empty: NOTHING_ASKED });

/** The pages of a queue by state. */
export const stateLinks = (queue: string, current: TicketState): NonNullable<Listed['states']> =>
  (['open', 'answered', 'closed'] as const).map((state) => ({
    state,
    path: ticketsPath({ of: queue, state }),
    current: state === current,
  }));
