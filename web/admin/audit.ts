import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { auditPath } from '#web/paths.ts';
import { momentOf } from '#web/wording.ts';

import { adminShell, wideTable } from './shell.ts';

/** An event as the audit log has it. */
interface ShownEvent {
  readonly at: string;
  readonly action: string;
  readonly subject: string;
  readonly actor: string;
  readonly address: string;
  readonly before?: object;
  readonly after?: object;
  readonly detail: object;
}

/** What the form has; what is empty is not in it. */
type AuditFilter = Readonly<
  Partial<Record<'subject' | 'actor' | 'action' | 'from' | 'to', string>>
>;

interface Audit {
  readonly filter: AuditFilter;
  readonly events: readonly ShownEvent[];
  /** Cursor of the next page. */
  readonly next: string | null;
  readonly later: boolean;
}

export const auditLogPage = ({ filter, events, next, later }: Audit): Page =>
  adminShell({
    title: 'Audit log',
    tab: 'audit',
    content: markup`<form class="filter" action="${auditPath()}">
${field('subject', 'What was changed', filter, 'package:name, user:name, org:name')}
${field('actor', 'Who did it', filter, 'name of a user')}
${field('action', 'Action', filter, 'publish, sign-up, lockout')}
${field('from', 'From', filter, '2026-11-21')}
${field('to', 'Before', filter, '2026-11-22')}
<button>Show</button>
</form>
${events.length > 0 ? table(events) : markup`<p>Nothing ${Object.keys(filter).length > 0 ? 'of this kind ' : ''}${next === null ? 'is in the log' : 'in this part of the log: go on to the next page'}.</p>`}
<nav class="pages" aria-label="Pages">
${later && markup`<a href="${auditPath({ ...filter })}">Newest</a>`}
${next !== null && markup`<a href="${auditPath({ ...filter, cursor: next })}" rel="next">Older</a>`}
</nav>
<p class="quiet">The same for programs, with an admin’s token: <code>GET ${apiPath(filter)}</code></p>`,
  });

const apiPath = (filter: AuditFilter): string =>
  auditPath({ ...filter }).replace('/-/web/audit', '/-/v1/audit');

const field = (
  name: keyof AuditFilter,
  label: string,
  filter: AuditFilter,
  example: string,
): Markup =>
  markup`<p><label for="${name}">${label}</label><input id="${name}" name="${name}" value="${filter[name]}" placeholder="${example}" maxlength="300" autocapitalize="none" autocomplete="off" spellcheck="false"></p>`;

const table = (events: readonly ShownEvent[]): Markup =>
  markup`<div class="events">${wideTable('Events', ['When', 'Action', 'Of', 'By', 'From'], events.map(row))}</div>`;

const row = ({ at, action, subject, actor, address, ...more }: ShownEvent): Markup =>
  markup`<tr><td>${momentOf(at)}</td><td><a href="${auditPath({ action })}">${action}</a>${details(more)}</td><td><a href="${auditPath({ subject })}">${subject}</a></td><td><a href="${auditPath({ actor })}">${actor}</a></td><td>${address}</td></tr>`;

function details({
  before,
  after,
  detail,
}: Pick<ShownEvent, 'before' | 'after' | 'detail'>): Content {
  const parts = [
    ['Before', before],
    ['After', after],
    ['Detail', Object.keys(detail).length > 0 ? detail : undefined],
  ] as const;
  const said = parts.filter(([, value]) => value !== undefined);
  return (
    said.length > 0 &&
    markup`<details><summary>Details</summary>${said.map(([label, value]) => markup`<p class="quiet">${label}</p><pre tabindex="0">${JSON.stringify(value, undefined, 2).slice(0, LONGEST)}</pre>`)}</details>`
  );
}

/** Characters of a part of an event: all of it is in the answer of the API. */
const LONGEST = 4000;
