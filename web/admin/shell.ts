import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { adminPath, type AdminTab, adminTabPath, auditPath, dashboardPath } from '#web/paths.ts';

interface Shown {
  readonly title: string;
  /** The page that this is, or belongs to. */
  readonly tab: AdminTab | 'overview' | 'audit';
  readonly content: Content;
}

/** A page for admins: the ways to the others, and the content. */
export const adminShell = ({ title, tab, content }: Shown): Page => ({
  title: `${title} · Administration`,
  content: markup`<h1>${title}</h1>
${tabs(tab)}
${content}`,
});

const TABS: readonly (readonly [Shown['tab'], string, string])[] = [
  ['overview', 'Overview', adminPath],
  ['dashboard', 'Dashboard', dashboardPath],
  ['users', 'Users', adminTabPath('users')],
  ['claims', 'Names', adminTabPath('claims')],
  ['policies', 'Policies', adminTabPath('policies')],
  ['quarantine', 'Quarantine', adminTabPath('quarantine')],
  ['jobs', 'Jobs', adminTabPath('jobs')],
  ['storage', 'Storage', adminTabPath('storage')],
  ['audit', 'Audit log', auditPath()],
];

const tabs = (current: Shown['tab']): Markup =>
  markup`<nav class="tabs" aria-label="Administration"><ul>
${TABS.map(([tab, label, path]) => markup`<li><a href="${path}"${tab === current && markup` aria-current="page"`}>${label}</a></li>`)}
</ul></nav>`;

/** A table that may be wider than a phone; those of its columns that come after `texts` have numbers. */
export const wideTable = (
  label: string,
  heads: readonly string[],
  rows: Content,
  texts = heads.length,
): Markup =>
  markup`<div class="scroll" tabindex="0" role="region" aria-label="${label}"><table>
<thead><tr>${heads.map((head, at) => markup`<th scope="col"${at >= texts && markup` class="number"`}>${head}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;

/** What is so, and what is not. */
export const yesOrNo = (is: boolean): string => (is ? 'yes' : 'no');
