import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { adminTabPath, auditPath, homePath, OPERATORS, ticketsPath } from '#web/paths.ts';
import { numberOf } from '#web/wording.ts';

import type { Rule } from './rules.ts';
import { adminShell } from './shell.ts';

interface Overview {
  readonly host: string;
  /** Versions that wait for approval. */
  readonly staged: number;
  /** Versions and names that were asked for in vain in the last 7 days. */
  readonly missed: number;
  readonly downloads: number;
  /** Tickets that the operators have not answered. */
  readonly tickets: number;
  readonly loose: readonly Rule[];
  /** How many registries are behind this one. */
  readonly upstreams: number;
}

/** What needs attention, and where everything is. */
export const adminOverviewPage = (overview: Overview): Page =>
  adminShell({
    title: 'Administration',
    tab: 'overview',
    content: markup`<h2>What needs attention</h2>
${attention(overview)}
<h2>At a glance</h2>
<ul class="cards tiles">
${card('Downloads, last 7 days', numberOf(overview.downloads), markup`<a href="${adminTabPath('dashboard')}">Dashboard</a>`)}
${card('Waiting for approval', numberOf(overview.staged), markup`<a href="${adminTabPath('quarantine')}">Staged versions</a>`)}
${card('Asked for in vain, last 7 days', numberOf(overview.missed), markup`<a href="${adminTabPath('dashboard')}#missing">What was missed</a>`)}
${card('Registries behind this one', numberOf(overview.upstreams), markup`<a href="${adminTabPath('policies')}">Their rules</a>`)}
</ul>
<h2>Often needed</h2>
<ul>
<li><a href="${adminTabPath('users')}">Find a user, invite somebody, make an admin</a></li>
<li><a href="${adminTabPath('quarantine')}">Find out why a version can’t be installed</a></li>
<li><a href="${auditPath({ action: 'lockout' })}">Lockouts</a>, <a href="${auditPath({ action: 'job' })}">jobs that were run</a> and <a href="${auditPath()}">everything else that was done</a></li>
<li><a href="${ticketsPath({ of: OPERATORS })}">Tickets to the operators</a></li>
<li><a href="${homePath}">Packages of ${overview.host}</a></li>
</ul>`,
  });

function attention({ staged, tickets, loose }: Overview): Markup {
  if (staged + tickets + loose.length === 0)
    return markup`<p class="notice">Nothing at the moment.</p>`;
  return markup`<ul class="list">
${tickets > 0 && markup`<li><h3><a href="${ticketsPath({ of: OPERATORS })}">${tickets === 1 ? 'One ticket waits' : `${numberOf(tickets)} tickets wait`} for an answer</a></h3><p>Somebody told the operators of malware, abuse or a claim to a name.</p></li>`}
${staged > 0 && markup`<li><h3><a href="${adminTabPath('quarantine')}">${staged === 1 ? 'One version waits' : `${numberOf(staged)} versions wait`} for approval</a></h3><p>A person has to approve or reject what was staged, or it is gone after a while.</p></li>`}
${loose.map(({ setting, what, value, loose: why }) => markup`<li><h3><a href="${adminTabPath('policies')}">${what}: ${value}</a></h3><p><span class="tag warn">Loose</span> ${why}. Setting: <code>${setting}</code></p></li>`)}
</ul>`;
}

const card = (what: string, figure: string, next: Markup): Markup =>
  markup`<li class="card"><p class="quiet">${what}</p><p class="figure">${figure}</p><p>${next}</p></li>`;
