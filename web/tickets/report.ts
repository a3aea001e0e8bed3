import { MESSAGE_LENGTH, type Recipient, SUBJECT_LENGTH, type TicketKind } from '#domain/ticket.ts';
import { type Problem, problemNotice } from '#web/account/form.ts';
import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { type PackageHead, packageShell } from '#web/package/shell.ts';
import { sendReportPath } from '#web/paths.ts';

/** What can be chosen, and whom it goes to: nobody has to know who answers for what. */
export const CHOICES: Readonly<
  Record<TicketKind, { readonly to: Recipient; readonly label: string; readonly hint: string }>
> = {
  question: {
    to: 'owners',
    label: 'Ask a question',
    hint: 'How to use it, where it is going, whether it does something.',
  },
  problem: {
    to: 'owners',
    label: 'Something is broken',
    hint: 'It does not install, or its files are not what they should be.',
  },
  security: {
    to: 'owners',
    label: 'Report a vulnerability',
    hint: 'Only the owners and the operators of this registry read it.',
  },
  abuse: {
    to: 'operators',
    label: 'Report malware or abuse',
    hint: 'It goes to the operators of this registry, and not to the owners of the package.',
  },
  name: {
    to: 'operators',
    label: 'Claim the name',
    hint: 'A trademark, or a package that was left behind: the operators decide.',
  },
};

/** What somebody wrote that was not taken. */
interface Refused {
  readonly problem: Problem;
  readonly kind: TicketKind;
  readonly subject: string;
  readonly text: string;
}

/** The form on every package to ask its owners, or to tell the operators. */
export const reportPage = (head: PackageHead, refused?: Refused): Page =>
  packageShell({
    head,
    tab: 'report',
    title: 'Ask or report',
    content: markup`<h2>Ask or report</h2>
${problemNotice(refused?.problem)}
<form class="stacked" method="post" action="${sendReportPath(head.name)}">
<fieldset><legend>What is it about?</legend>${choices(refused?.kind ?? 'question')}</fieldset>
<label for="subject">In a few words</label>
<input id="subject" name="subject" required maxlength="${SUBJECT_LENGTH}" autocomplete="off" value="${refused?.subject ?? ''}">
<label for="text">What do you want to say?</label>
<textarea id="text" name="text" required rows="9" maxlength="${MESSAGE_LENGTH}" aria-describedby="text-hint">
${refused?.text ?? ''}</textarea>
<small id="text-hint">Plain text. The version, the client and what you saw help most. Leave out passwords and tokens.</small>
<button>Send</button>
</form>`,
  });

const choices = (chosen: TicketKind): readonly Markup[] =>
  Object.entries(CHOICES).map(
    ([kind, { label, hint }]) =>
      markup`<p class="choice"><label class="check"><input type="radio" name="kind" value="${kind}" required${kind === chosen && markup` checked`}> ${label}</label> <small>${hint}</small></p>`,
  );
