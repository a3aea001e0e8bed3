import type { Severity } from '#domain/advisory.ts';
import type { Json } from '#domain/manifest.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { packagePath } from '#web/paths.ts';
import { dateOf, shortText } from '#web/wording.ts';

import { linkTo } from './link-to.ts';
import { factsOf } from './manifest-facts.ts';
import { type ProvenanceFacts, provenanceSection } from './provenance.ts';
import { type PublishedBy, publishedBy } from './published-by.ts';
import { type PackageHead, packageShell } from './shell.ts';

interface Security {
  readonly head: PackageHead;
  readonly manifest: Json;
  readonly by: PublishedBy;
  readonly provenance: ProvenanceFacts | undefined;
  /** Ids of the keys that its signatures are by. */
  readonly keys: readonly string[];
  readonly advisories: readonly ShownAdvisory[];
  /** Packages that it depends on, whose latest version is deprecated; undefined where nobody looked. */
  readonly deprecated: readonly string[] | undefined;
}

export interface ShownAdvisory {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly range: string;
  readonly patched: string | undefined;
  readonly url: string | undefined;
  /** Whether the version that is shown is within its range. */
  readonly affects: boolean;
}

export const securityPage = (security: Security): Page => {
  const { head, manifest, by, provenance, keys } = security;
  return packageShell({
    head,
    tab: 'security',
    title: 'Security',
    content: markup`${advisories(security)}
<h2>Where it comes from</h2>
${provenanceSection(head, provenance)}
<p>Version ${head.version} was published${day(head.publishedAt)} by ${publishedBy(by)}.${by.kind === 'run' && ' No person’s token was used: the service vouched for its run.'}</p>
<h2>Signatures</h2>
${signatures(keys)}
<h2>What it runs when it is installed</h2>
${scripts(manifest)}
${dependencies(security)}`,
  });
};

const day = (iso: string): Content => {
  const shown = dateOf(iso);
  return shown && markup` on ${shown}`;
};

/** That are shown. */
const ADVISORIES = 50;

function advisories({ head, advisories: all }: Security): Markup {
  const affecting = all.filter(({ affects }) => affects);
  const sentence =
    affecting.length > 0
      ? markup`<p class="notice bad">${affecting.length === 1 ? 'There is an advisory' : `There are ${affecting.length} advisories`} about version ${head.version}. Move on to a version that is not affected.</p>`
      : markup`<p>${all.length > 0 ? `None of the advisories below is about version ${head.version}.` : `No advisory is known for ${head.name} here.`}</p>`;
  return markup`<h2>Advisories</h2>
${sentence}
${all.length > 0 && markup`<ul class="list">${all.slice(0, ADVISORIES).map(advisory)}</ul>`}
${all.length > ADVISORIES && markup`<p>And ${all.length - ADVISORIES} more.</p>`}`;
}

const advisory = ({ id, title, severity, range, patched, url, affects }: ShownAdvisory): Markup =>
  markup`<li><h3>${shortText(title, 300)} <span class="tag ${SHADE[severity]}">${severity}</span>${affects && markup` <span class="tag bad">affects this version</span>`}</h3>
<p>Versions <code>${shortText(range, 300)}</code>${patched !== undefined && markup`, put right in <code>${shortText(patched, 300)}</code>`}. ${shortText(id, 80)} ${linkTo(url)}</p></li>`;

const SHADE: Readonly<Record<Severity, string>> = {
  info: '',
  low: '',
  moderate: 'warn',
  high: 'bad',
  critical: 'bad',
};

/** Keys that are shown. */
const KEYS = 5;

const signatures = (keys: readonly string[]): Markup =>
  keys.length === 0
    ? markup`<p>This version has no signature of its registry.</p>`
    : markup`<p>Signed over its name, version and hash with ${keys.length === 1 ? 'the key' : 'the keys'} ${keys.slice(0, KEYS).map((key, at) => markup`${at > 0 && ', '}<code>${shortText(key, 120)}</code>`)}. Check what you have installed, in its project:</p>
<div class="copied"><pre>npm audit signatures</pre></div>`;

function scripts(manifest: Json): Markup {
  const { scripts: run } = factsOf(manifest);
  if (run.length === 0) return markup`<p>Nothing.</p>`;
  return markup`<p class="notice warn">It runs scripts. Some clients refuse them, or ask first.</p>
<dl class="facts">${run.map(([name, text]) => markup`<dt>${name}</dt><dd><code>${text}</code></dd>`)}</dl>`;
}

function dependencies({ deprecated }: Security): Markup | undefined {
  if (!deprecated) return undefined;
  return markup`<h2>Deprecated dependencies</h2>
${
  deprecated.length === 0
    ? markup`<p>None that this registry knows of.</p>`
    : markup`<ul>${deprecated.map((name) => markup`<li><a href="${packagePath(name)}">${name}</a></li>`)}</ul>`
}`;
}
