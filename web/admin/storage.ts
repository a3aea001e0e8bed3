import type { RegistrySums } from '#domain/registry-sums.ts';
import type { CacheStats } from '#domain/upstream/cache-stats.ts';
import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { adminTabPath, auditPath, cacheRemovePath, cacheVerifyPath } from '#web/paths.ts';
import { byteCount, counted, momentOf, numberOf } from '#web/wording.ts';

import { adminShell } from './shell.ts';
import { publishedTotals } from './totals.ts';

interface Storage {
  /** Of what was published here. */
  readonly totals: RegistrySums;
  /** Whether there is a place for what upstreams give. */
  readonly keeps: boolean;
  /** Undefined: not counted yet, as that reads all of it. */
  readonly kept: CacheStats | undefined;
}

export const storagePage = ({ totals: sums, keeps, kept }: Storage): Page =>
  adminShell({
    title: 'Storage',
    tab: 'storage',
    content: markup`<h2>Fetched from upstreams</h2>
${keeps ? cache(kept, sums.cachedBytes) : markup`<p>This registry keeps nothing of another: there is none behind it.</p>`}
<h2>Published here</h2>
${publishedTotals(sums)}
<p>Files that no version names are removed once a day; <a href="${adminTabPath('jobs')}">run the job gc</a> to do it now and to see how many bytes it gives back. Uploads that were begun and not finished are removed by themselves.</p>`,
  });

const cache = (kept: CacheStats | undefined, bytes: number | undefined): Markup => markup`${
  kept
    ? facts(kept)
    : markup`${bytes !== undefined && markup`<p>Tarballs take ${byteCount(bytes)}.</p>`}<form action="${adminTabPath('storage')}"><input type="hidden" name="count" value="yes"><p>Counting all else reads through all that is kept, which may take a while.</p><button>Count it</button></form>`
}
<h3>Verify</h3>
<form class="stacked" method="post" action="${cacheVerifyPath}">
<p>Reads what is kept again, and removes what is damaged: it is fetched again when somebody asks for it.</p>
<button>Verify</button>
</form>
<h3>Remove</h3>
<form class="stacked" method="post" action="${cacheRemovePath}">
<label for="package">Package, scope or pattern</label>
<input id="package" name="package" required maxlength="256" placeholder="left-pad, @types, eslint-*" autocapitalize="none" autocomplete="off" spellcheck="false">
<label for="version">Version <small>(empty: all)</small></label>
<input id="version" name="version" maxlength="256" autocomplete="off" spellcheck="false">
<label class="check"><input type="checkbox" name="forget" value="true"> Also forget what it was: only where the upstream mended its own mistake</label>
<button class="danger">Remove</button>
</form>
<p><a href="${auditPath({ action: 'cache-remove' })}">What was removed before</a></p>`;

const facts = (kept: CacheStats): Markup => markup`<dl class="facts across">
<div><dt>Tarballs</dt><dd>${byteCount(kept.bytes)} in ${counted(kept.versions, 'version')}${kept.limit !== undefined && `, of ${byteCount(kept.limit)} that they may take`}</dd></div>
<div><dt>Documents</dt><dd>${byteCount(kept.documentBytes)} in ${counted(kept.documents, 'document')}</dd></div>
<div><dt>Packages</dt><dd>${numberOf(kept.packages)}</dd></div>
<div><dt>Versions whose content is known</dt><dd>${numberOf(kept.pins)}</dd></div>
${kept.oldest !== undefined && markup`<div><dt>Fetched first</dt><dd>${momentOf(kept.oldest)}</dd></div>`}
${kept.newest !== undefined && markup`<div><dt>Fetched last</dt><dd>${momentOf(kept.newest)}</dd></div>`}
</dl>`;

interface Verified {
  readonly tarballs: number;
  readonly documents: number;
  readonly damaged: readonly { readonly name: string; readonly version?: string }[];
  /** Where to go on. */
  readonly next: string | undefined;
}

export const verifiedPage = ({ tarballs, documents, damaged, next }: Verified): Page =>
  adminShell({
    title: 'Verified',
    tab: 'storage',
    content: markup`<p class="notice${damaged.length > 0 && ' warn'}">Read ${counted(tarballs, 'tarball')} and ${counted(documents, 'document')}; ${damaged.length === 0 ? 'all were whole' : `${counted(damaged.length, 'damaged one')} removed`}.</p>
${damaged.length > 0 && markup`<ul>${damaged.map(({ name, version }) => markup`<li>${version === undefined ? name : `${name}@${version}`}</li>`)}</ul>`}
${next !== undefined && goOn(cacheVerifyPath, { after: next }, 'Go on with the rest')}
<p><a href="${adminTabPath('storage')}">Back to storage</a></p>`,
  });

interface Removed {
  readonly versions: number;
  readonly bytes: number;
  readonly documents: number;
  readonly forgotten: number;
  readonly next: string | undefined;
}

/** `asked`: what the form had, to go on with. */
export const removedPage = (
  { versions, bytes, documents, forgotten, next }: Removed,
  asked: Readonly<Record<string, string>>,
): Page =>
  adminShell({
    title: 'Removed',
    tab: 'storage',
    content: markup`<p class="notice">Removed ${counted(versions, 'version')} (${byteCount(bytes)}) and the documents of ${counted(documents, 'package')}${forgotten > 0 && `; ${numberOf(forgotten)} are forgotten`}.</p>
${next !== undefined && goOn(cacheRemovePath, { ...asked, after: next }, 'Go on with the rest')}
<p><a href="${adminTabPath('storage')}">Back to storage</a></p>`,
  });

const goOn = (action: string, fields: Readonly<Record<string, string>>, label: string): Markup =>
  markup`<form method="post" action="${action}">${Object.entries(fields).map(([name, value]) => markup`<input type="hidden" name="${name}" value="${value}">`)}<button>${label}</button></form>`;
