import type { Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';

import type { Rule, RuleGroup } from './rules.ts';
import { adminShell, wideTable } from './shell.ts';

/** All rules, and where each is set. */
export const policiesPage = (groups: readonly RuleGroup[]): Page =>
  adminShell({
    title: 'Policies',
    tab: 'policies',
    content: markup`<p>These rules are the registry’s configuration. To change one, change its setting and start the registry again, or deploy it again on AWS.</p>
${groups.map(
  ({ title, rules }) => markup`<h2>${title}</h2>
${wideTable(title, ['Rule', 'Now', 'Setting'], rules.map(row))}`,
)}`,
  });

const row = ({ setting, what, value, loose }: Rule): ReturnType<typeof markup> =>
  markup`<tr><th scope="row">${what}</th><td>${value}${loose !== undefined && markup`<br><span class="tag warn">Loose</span> <small>${loose}</small>`}</td><td><code class="setting">${setting}</code></td></tr>`;
