import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { keywordPath } from '#web/paths.ts';

import { installTabs } from './install.ts';
import { keptOutNotice, type KeptOutVersions } from './kept-out.ts';
import { factsOf } from './manifest-facts.ts';
import { type Aside, overviewFacts } from './overview-facts.ts';
import { packageShell } from './shell.ts';

interface Overview extends Aside {
  /** URL of this registry, as clients are told it. */
  readonly registry: string;
  /** Rendered and made safe; undefined: there is none. */
  readonly readme: Markup | undefined;
  /** Versions of an upstream's that the rules keep out. */
  readonly keptOut?: KeptOutVersions;
}

export function overviewPage(overview: Overview): Page {
  const { head, registry, readme, manifest, keptOut } = overview;
  const facts = factsOf(manifest);
  const version = head.chosen === true ? head.version : undefined;
  return packageShell({
    head,
    ...(head.chosen === true && { title: head.version }),
    content: markup`${keptOut && keptOutNotice(head.name, keptOut)}
<div class="package">
${installTabs({ name: head.name, version, registry })}
<section class="readme" aria-label="README">
${readme ?? noReadme(head.upstream === true)}
</section>
<aside aria-label="About this package">
${overviewFacts(overview, facts)}
${facts.keywords.length > 0 && keywordList(facts.keywords)}
</aside>
</div>`,
  });
}

const noReadme = (isUpstream: boolean): Markup =>
  isUpstream
    ? markup`<p class="quiet">The README of an upstream package is not shown here. Its repository or homepage, where it names one, says more.</p>`
    : markup`<p class="quiet">This version has no README. Its publisher can put a README.md beside package.json and publish a new version.</p>`;

const keywordList = (keywords: readonly string[]): Markup =>
  markup`<h2 class="unseen">Keywords</h2>
<ul class="keywords">${keywords.map((word) => markup`<li><a class="tag" href="${keywordPath(word)}">${word}</a></li>`)}</ul>`;
