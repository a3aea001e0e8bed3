import { MESSAGE_LENGTH, type Ticket, type TicketMessage } from '#domain/ticket.ts';
import { type Problem, problemNotice } from '#web/account/form.ts';
import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { packagePath, ticketPath, ticketsPath, userPath } from '#web/paths.ts';
import { momentOf } from '#web/wording.ts';

import { stateTag } from './list.ts';
import { CHOICES } from './report.ts';

interface Shown {
  readonly ticket: Ticket;
  readonly messages: readonly TicketMessage[];
  /** What somebody wrote that was not taken. */
  readonly refused?: { readonly problem: Problem; readonly text: string };
}

/** One ticket as those see it who take part in it. */
export const ticketPage = ({ ticket, messages, refused }: Shown): Page => ({
  title: ticket.subject,
  content: markup`<h1>${ticket.subject}</h1>
<p>${stateTag(ticket.state)} ${CHOICES[ticket.kind].label}${about(ticket)}, asked by <a href="${userPath(ticket.author)}">${ticket.author}</a> and seen by ${ticket.to === 'owners' ? 'the owners of the package and the operators of this registry' : 'the operators of this registry'}.</p>
<ol class="list" aria-label="Messages">${messages.map(messageItem)}</ol>
${answerForm(ticket, refused)}
<p><a href="${ticketsPath()}">What you asked</a></p>`,
});

const about = ({ package: name }: Ticket): Markup | undefined =>
  name === undefined ? undefined : markup` about <a href="${packagePath(name)}">${name}</a>`;

const messageItem = ({ at, author, text, state }: TicketMessage): Markup =>
  markup`<li><h2><a href="${userPath(author)}">${author}</a> <small>${momentOf(at)}</small></h2>
${text !== '' && markup`<p class="message">${text}</p>`}
${state !== undefined && markup`<p class="quiet">${state === 'closed' ? 'Closed it.' : 'Opened it again.'}</p>`}</li>`;

function answerForm({ id, state }: Ticket, refused: Shown['refused']): Markup {
  const closed = state === 'closed';
  return markup`<h2>Write</h2>
${problemNotice(refused?.problem)}
<form class="stacked" method="post" action="${ticketPath(id)}">
<label for="text">Message</label>
<textarea id="text" name="text" rows="7" maxlength="${MESSAGE_LENGTH}">
${refused?.text ?? ''}</textarea>
<p><button>${closed ? 'Send and open again' : 'Send'}</button>
<button class="plain" name="state" value="${closed ? 'open' : 'closed'}">${closed ? 'Open again' : 'Close'}</button></p>
</form>`;
}
