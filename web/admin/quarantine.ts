import type { StagedSummary } from '#domain/staging/staged-version.ts';
import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { adminTabPath, packagePath } from '#web/paths.ts';
import { momentOf } from '#web/wording.ts';

import { refusedOfLate, type RefusedOfLate } from './refused.ts';
import type { RuleGroup } from './rules.ts';
import { adminShell, wideTable } from './shell.ts';

/** What the rules say of a version; `own`: they are not asked, since it is this registry's. */
export type Verdict =
  | { readonly kind: 'own' | 'in' | 'no-upstream' }
  | { readonly kind: 'blocked' | 'held-back' | 'unknown'; readonly reason: string };

interface Quarantine {
  readonly asked: { readonly name: string; readonly version: string };
  readonly verdict: Verdict | undefined;
  readonly staged: readonly StagedSummary[];
  readonly total: number;
  /** Rules of upstreams alone. */
  readonly groups: readonly RuleGroup[];
  readonly refused: RefusedOfLate;
}

export const quarantinePage = (shown: Quarantine): Page =>
  adminShell({
    title: 'Quarantine',
    tab: 'quarantine',
    content: markup`<h2>Why can’t a version be installed?</h2>
<p>Asks the rules for a version of an upstream, as an install would.</p>
<form class="filter" action="${adminTabPath('quarantine')}">
<p><label for="name">Package</label><input id="name" name="name" value="${shown.asked.name}" required maxlength="214" autocapitalize="none" autocomplete="off" spellcheck="false"></p>
<p><label for="version">Version</label><input id="version" name="version" value="${shown.asked.version}" required maxlength="256" size="12" autocapitalize="none" autocomplete="off" spellcheck="false"></p>
<button>Check</button>
</form>
${shown.verdict && verdictOf(shown.asked, shown.verdict)}
<h2>Waiting for approval</h2>
${staged(shown)}
${
  shown.groups.length > 0 &&
  markup`<h2>Refused of late</h2>
${refusedOfLate(shown.refused)}`
}
<h2>What is kept out</h2>
${rules(shown.groups)}`,
  });

const verdictOf = ({ name, version }: Quarantine['asked'], verdict: Verdict): Markup => {
  const spec = `${name}@${version}`;
  switch (verdict.kind) {
    case 'own':
      return markup`<p class="notice"><strong>${spec}</strong> is of a package of this registry: rules for upstreams do not ask for it. <a href="${packagePath(name)}">Its page</a></p>`;
    case 'in':
      return markup`<p class="notice"><strong>Let in.</strong> No rule keeps ${spec} out. If an install fails all the same, the upstream has no such version, or could not be asked.</p>`;
    case 'no-upstream':
      return markup`<p class="notice"><strong>${name}</strong> is no package of this registry, and is never looked up in another.</p>`;
    case 'unknown':
      return markup`<p class="notice warn"><strong>Not known at the moment.</strong> ${verdict.reason}</p>`;
    case 'blocked':
    case 'held-back':
      return markup`<p class="notice bad"><strong>${verdict.kind === 'blocked' ? 'Blocked' : 'Held back'}.</strong> ${verdict.reason}.</p>`;
  }
};

function staged({ staged: lines, total }: Quarantine): Markup {
  if (lines.length === 0) return markup`<p>Nothing waits.</p>`;
  return markup`${wideTable(
    'Staged versions',
    ['Version', 'By', 'Staged', 'Gone after'],
    lines.map(
      ({ packageName, version, actor, createdAt, expiresAt }) =>
        markup`<tr><th scope="row"><a href="${packagePath(packageName)}">${packageName}</a>@${version}</th><td>${actor}</td><td>${momentOf(createdAt)}</td><td>${momentOf(expiresAt)}</td></tr>`,
    ),
  )}
${total > lines.length && markup`<p>The oldest ${lines.length} of ${total}.</p>`}
<p>Approve or reject them with <code>npm stage approve</code> and <code>npm stage reject</code>, or on the package’s settings.</p>`;
}

function rules(groups: readonly RuleGroup[]): Markup {
  if (groups.length === 0) {
    return markup`<p>There is no registry behind this one, so that nothing has to be kept out.</p>`;
  }
  return markup`<p>All rules: <a href="${adminTabPath('policies')}">Policies</a>.</p>
${groups.map(
  ({ title, rules: list }) => markup`<h3>${title}</h3>
<ul>${list.map(({ what, value, loose }) => markup`<li>${what}: ${value}${loose !== undefined && markup` <span class="tag warn">loose</span>`}</li>`)}</ul>`,
)}`;
}
