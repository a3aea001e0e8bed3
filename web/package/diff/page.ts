import type { FileChange } from '#domain/diff/file-changes.ts';
import type { ReleaseChanges } from '#domain/diff/release-changes.ts';
import type { Page } from '#web/layout.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { type PackageHead, packageShell } from '#web/package/shell.ts';
import { versionHint, versionOptions } from '#web/package/version-options.ts';
import { diffPath, filesPath, packagePath } from '#web/paths.ts';
import { byteCount, numberOf } from '#web/wording.ts';

import { amountOf, type ChangedFiles, changeName, type FileDiff, diffView } from './file-diff.ts';
import { manifestView } from './manifest.ts';
import { releaseTable } from './release-table.ts';
import { warnings } from './warnings.ts';

interface Compared {
  readonly head: PackageHead;
  /** Numbers, the highest first. */
  readonly versions: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** What differs between two versions. */
export function diffPage(compared: Compared, changes: ReleaseChanges, files: ChangedFiles): Page {
  const alarms = warnings(changes);
  return diffShell(
    compared,
    markup`${alarms.length > 0 && markup`<div class="notice bad"><ul class="plain-list">${alarms.map((alarm) => markup`<li>${alarm}</li>`)}</ul></div>`}
${releaseTable(changes)}
${manifestView(changes.fields)}
${filesView(compared, files)}`,
  );
}

/** What differs of one file. */
export function fileDiffPage(compared: Compared, path: string, diff: FileDiff | undefined): Page {
  const { head, from, to } = compared;
  const all = diffPath(head.name, from, to);
  return diffShell(
    compared,
    diff === undefined
      ? markup`<p class="notice">${path} is the same in both versions, or in neither of them. <a href="${all}">All changes</a></p>`
      : markup`<p><a href="${all}">All changes</a></p>
<h2 class="place">${changeName(diff.change)}</h2>
<p class="file-facts"><span>${sizes(diff.change)}${amountOf(diff.shown)}</span> ${ways(compared, diff.change)}</p>
${diffView(diff, undefined)}`,
  );
}

/** Of a package with one version there is nothing to compare. */
export const nothingToCompare = (head: PackageHead): Page =>
  packageShell({
    head,
    tab: 'diff',
    title: 'Changes',
    content: markup`<h2>Changes</h2>
<p>This package has one version, so that there is nothing to compare yet. <a href="${filesPath(head.name, { version: head.version })}">Look at its files</a> instead.</p>`,
  });

const diffShell = (compared: Compared, content: Content): Page =>
  packageShell({
    head: compared.head,
    tab: 'diff',
    title: `Changes from ${compared.from} to ${compared.to}`,
    content: markup`${chooser(compared)}
${content}`,
  });

const chooser = ({ head, versions, from, to }: Compared): Markup =>
  markup`<form class="inline choose" action="${packagePath(head.name, 'diff')}">
<label for="from">From</label> <select id="from" name="from">${versionOptions(versions, from)}</select>
<label for="to">to</label> <select id="to" name="to">${versionOptions(versions, to)}</select>
<button class="plain">Compare</button>${versionHint(versions)}
</form>`;

const PARTLY = markup`<p class="notice warn">At least one of these versions is too large to be read whole: not all of their files are compared here, nor is all listed that was removed.</p>`;

/** Opened from the start. */
const OPEN = 3;

function filesView(compared: Compared, files: ChangedFiles): Markup {
  const { listed, counts, diffs, whole } = files;
  const total = counts.added + counts.removed + counts.changed;
  return markup`<h2>Files</h2>
${!whole && PARTLY}
${
  total === 0
    ? markup`<p>All files are the same.</p>`
    : markup`<p>${numberOf(counts.added)} added, ${numberOf(counts.removed)} removed, ${numberOf(counts.changed)} changed.</p>
<table class="files">
<thead><tr><th scope="col">File</th><th scope="col" class="number">Size</th></tr></thead>
<tbody>${listed.map((change) => row(compared, change))}</tbody>
</table>`
}
${pager(compared, files)}
${diffs.length > 0 && markup`<h2>Lines</h2>`}
${diffs.map((diff, index) => details(compared, diff, index < OPEN))}`;
}

const row = ({ head, from, to }: Compared, change: FileChange): Markup =>
  markup`<tr><td>${changeName(change, diffPath(head.name, from, to, change.path))}</td><td class="number">${sizes(change)}</td></tr>
`;

const details = ({ head, from, to }: Compared, diff: FileDiff, open: boolean): Markup =>
  markup`<details class="file"${open && markup` open`}><summary>${changeName(diff.change)}${amountOf(diff.shown)}</summary>
${diffView(diff, diffPath(head.name, from, to, diff.change.path))}</details>
`;

function sizes({ before, after }: FileChange): Markup {
  const now = byteCount((after ?? before)?.size ?? 0);
  return before && after && before.size !== after.size
    ? markup`${now} <small>was ${byteCount(before.size)}</small>`
    : markup`${now}`;
}

const ways = (
  { head: { name }, from, to }: Compared,
  { before, after, path }: FileChange,
): Content => [
  before && markup`<a href="${filesPath(name, { version: from, path })}">In ${from}</a> `,
  after && markup`<a href="${filesPath(name, { version: to, path })}">In ${to}</a>`,
];

function pager({ head, from, to }: Compared, { page, pages }: ChangedFiles): Content {
  if (pages === 1) return undefined;
  const at = (target: number): string => `${diffPath(head.name, from, to)}&page=${target}`;
  return markup`<nav class="pages" aria-label="Pages of changed files">
${page > 1 && markup`<a href="${at(page - 1)}" rel="prev">Previous</a>`}
<span>Page ${page} of ${pages}</span>
${page < pages && markup`<a href="${at(page + 1)}" rel="next">Next</a>`}
</nav>`;
}
