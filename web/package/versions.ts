import type { ListedVersion, VersionPage } from '#domain/read-version-page.ts';
import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { packagePath, versionPath, versionsPath } from '#web/paths.ts';
import { byteCount, counted, dateOf, numberOf, shortText } from '#web/wording.ts';

import { keptOutNotice, type KeptOutVersions } from './kept-out.ts';
import { type PackageHead, packageShell } from './shell.ts';

interface Versions {
  readonly head: PackageHead;
  readonly list: VersionPage;
  /** Downloads of the last 7 days, by version. */
  readonly downloads: ReadonlyMap<string, number>;
  readonly keptOut?: KeptOutVersions;
}

export const versionsPage = ({ head, list, downloads, keptOut }: Versions): Page =>
  packageShell({
    head,
    tab: 'versions',
    title: 'Versions',
    content: markup`<h2>${counted(list.total, 'version')}</h2>
${keptOut && keptOutNotice(head.name, keptOut)}
${list.shown.length > 1 && head.upstream !== true && compareForm(head, list)}
<div class="scroll" tabindex="0" role="region" aria-label="Versions">
<table>
<thead><tr><th scope="col">Version</th><th scope="col">Published</th><th scope="col">Tags</th><th scope="col" class="number">Unpacked</th><th scope="col" class="number">Downloads, last 7 days</th><th scope="col">Provenance</th></tr></thead>
<tbody>
${list.shown.map((version) => row(head.name, version, list.tags, downloads))}
</tbody>
</table>
</div>
${pager(head.name, list)}`,
  });

/** Dist-tags of one version that are shown. */
const TAGS = 10;

function row(
  name: string,
  { version, publishedAt, unpackedSize, deprecated, attested }: ListedVersion,
  tags: VersionPage['tags'],
  downloads: ReadonlyMap<string, number>,
): Markup {
  const own = Object.entries(tags).filter(([, tagged]) => tagged === version);
  return markup`<tr><th scope="row" class="wide"><a href="${versionPath(name, version)}">${version}</a>${deprecated !== undefined && markup` <span class="tag bad" title="${shortText(deprecated, 300)}">deprecated</span>`}</th><td>${dateOf(publishedAt ?? '')}</td><td>${own.slice(0, TAGS).map(([tag]) => markup`<span class="tag">${shortText(tag, 40)}</span> `)}</td><td class="number">${unpackedSize !== undefined && byteCount(unpackedSize)}</td><td class="number">${numberOf(downloads.get(version) ?? 0)}</td><td>${attested && markup`<span class="tag">attested</span>`}</td></tr>`;
}

/** The newest change of those that are shown is chosen at first. */
function compareForm({ name }: PackageHead, { shown }: VersionPage): Markup {
  const options = (chosen: number): Markup =>
    markup`${shown.map(({ version }, at) => markup`<option${at === chosen && markup` selected`}>${version}</option>`)}`;
  return markup`<form class="inline compare" action="${packagePath(name, 'diff')}">
<label for="from">Compare</label> <select id="from" name="from">${options(1)}</select>
<label for="to">with</label> <select id="to" name="to">${options(0)}</select>
<button class="plain">Show changes</button>
</form>`;
}

function pager(name: string, { page, pages }: VersionPage): Markup | undefined {
  if (pages === 1) return undefined;
  return markup`<nav class="pages" aria-label="Pages of versions">
${page > 1 && markup`<a rel="prev" href="${versionsPath(name, page - 1)}">Newer</a>`}
<span>Page ${page} of ${pages}</span>
${page < pages && markup`<a rel="next" href="${versionsPath(name, page + 1)}">Older</a>`}
</nav>`;
}
