import type { TrustedOwnerSummary } from '#domain/ci/owner-name.ts';
import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { adminTabPath, adminUserPath, auditPath, packagePath } from '#web/paths.ts';
import { momentOf } from '#web/wording.ts';

import { adminShell, wideTable } from './shell.ts';
import { takenNames, type TakenNames } from './taken-names.ts';

/** What is known of a name. */
export interface NameFacts {
  readonly name: string;
  readonly here: 'nobody' | 'package' | 'unpublished' | 'staged';
  readonly owners: readonly string[];
  /** `not-asked`: it is never looked up there; `unknown`: none could be asked. */
  readonly upstream: 'there' | 'missing' | 'not-asked' | 'unknown';
  /** Names here that look like it. */
  readonly alike: readonly string[];
}

interface Names {
  readonly asked: string;
  readonly facts: NameFacts | undefined;
  /** Who may take a name that exists upstream, in words; undefined: there is no upstream. */
  readonly shadowing: string | undefined;
  readonly ownScopes: readonly string[];
  readonly accounts: readonly TrustedOwnerSummary[];
  readonly taken: TakenNames;
}

export const namesPage = (names: Names): Page =>
  adminShell({
    title: 'Names',
    tab: 'claims',
    content: markup`<h2>Look a name up</h2>
<form class="filter" action="${adminTabPath('claims')}">
<p><label for="name">Package</label><input id="name" name="name" value="${names.asked}" autocapitalize="none" autocomplete="off" spellcheck="false" maxlength="214" required></p>
<button>Look up</button>
</form>
${names.facts && shownFacts(names.facts)}
<h2>Who takes which names</h2>
${taking(names)}
<h2 id="taken">Names that exist upstream too</h2>
${takenNames(names.taken)}
<h2>CI accounts that may claim free names</h2>
${accounts(names.accounts)}`,
  });

const HERE = {
  nobody: 'Nobody has this name here.',
  package: 'It is a package of this registry.',
  unpublished: 'It was a package of this registry, and was unpublished.',
  staged: 'Its first version is staged, and waits for approval.',
} as const satisfies Readonly<Record<NameFacts['here'], string>>;

const UPSTREAM = {
  there: 'A registry behind this one has a package of this name.',
  missing: 'No registry behind this one has it.',
  'not-asked': 'It is never looked up in another registry.',
  unknown: 'The registry behind this one could not be asked: try again in a moment.',
} as const satisfies Readonly<Record<NameFacts['upstream'], string>>;

function shownFacts({ name, here, owners, upstream, alike }: NameFacts): Markup {
  const shadows = (here === 'package' || here === 'staged') && upstream === 'there';
  return markup`<section class="card" aria-labelledby="found">
<h3 id="found"><a href="${packagePath(name)}">${name}</a></h3>
<ul>
<li>${HERE[here]}${owners.length > 0 && markup` Its owners: ${owners.map((owner, index) => markup`${index > 0 && ', '}<a href="${adminUserPath(owner)}">${owner}</a>`)}.`}</li>
<li>${UPSTREAM[upstream]}</li>
${shadows && markup`<li><span class="tag warn">Takes its place</span> Who installs this name here gets this registry’s package, not the other.</li>`}
${alike.length > 0 && markup`<li>Taken for it: ${alike.join(', ')}.</li>`}
</ul>
<p><a href="${auditPath({ subject: `package:${name}` })}">What was done to it</a></p>
</section>`;
}

const taking = ({ shadowing, ownScopes }: Names): Markup =>
  shadowing === undefined
    ? markup`<p>There is no registry behind this one: every free name can be claimed.</p>`
    : markup`<p>A name that exists in a registry behind this one may be taken here by ${shadowing}. ${
        ownScopes.length === 0
          ? markup`No scope is reserved: set <code>ownScopes</code> to have yours never looked up elsewhere.`
          : markup`Never looked up elsewhere: ${ownScopes.join(', ')}.`
      }</p>`;

function accounts(list: readonly TrustedOwnerSummary[]): Markup {
  if (list.length === 0) {
    return markup`<p>None. The setting <code>trustedOwners</code> names accounts whose workflows may publish new packages without a person.</p>`;
  }
  return wideTable(
    'CI accounts',
    ['Account', 'Called now', 'Claims in', 'Claimed names go to'],
    list.map(
      ({ provider, id, name, seen, differs, owners, scopes }) =>
        markup`<tr><th scope="row">${name ?? 'no name'} <small>${provider} ${id}</small></th><td>${seen ? markup`${seen.name} <small>since ${momentOf(seen.since)}</small>` : 'no run so far'}${differs === true && markup` <span class="tag warn">renamed</span>`}</td><td>${scopes?.join(', ') ?? 'every free name'}</td><td>${owners.length === 0 ? 'admins alone' : owners.join(', ')}</td></tr>`,
    ),
  );
}
