import { buttonForm } from '#web/forms/forms.ts';
import { pageLinks } from '#web/forms/pages.ts';
import type { Page } from '#web/layout.ts';
import { httpUrl } from '#web/links.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { settingsPath, withQuery } from '#web/paths.ts';
import { dateOf, numberOf } from '#web/wording.ts';

import { type Managed, settingsShell } from './shell.ts';

/** A version that waits, and what is different in it. */
export interface ShownStaged {
  readonly id: string;
  readonly version: string;
  readonly tags: string;
  readonly by: string;
  readonly createdAt: string;
  readonly until: string;
  readonly size: number;
  readonly files: number;
  readonly integrity: string;
  readonly run: string | undefined;
  readonly commit: string | undefined;
  /** What it is compared with; undefined: nothing is published yet. */
  readonly against:
    | { readonly version: string; readonly size: number; readonly files: number }
    | undefined;
  /** Sentences. */
  readonly changes: readonly string[];
}

interface Staged {
  readonly managed: Managed;
  readonly done: string | undefined;
  readonly staged: readonly ShownStaged[];
  readonly total: number;
  readonly page: number;
  readonly pages: number;
}

export const stagedPage = ({ managed, done, staged, total, page, pages }: Staged): Page => {
  const path = settingsPath(managed.name, 'staged');
  const at = (wanted: number): string | undefined =>
    wanted >= 1 && wanted <= pages ? withQuery(path, { page: String(wanted) }) : undefined;
  return settingsShell({
    managed,
    tab: 'staged',
    done,
    content: markup`<section><h2>Waiting for approval <small>${numberOf(total)}</small></h2>
<p>These were checked and stored. Nobody can install them until a person approves.</p>
${
  staged.length === 0
    ? markup`<p class="notice">Nothing waits. <code>npm stage publish</code> sends a version here; the <a href="${settingsPath(managed.name)}">rules</a> can ask that of all CI runs.</p>`
    : markup`<ul class="list">${staged.map((each) => entry(path, managed.name, each))}</ul>`
}
${pageLinks(at(page - 1), at(page + 1))}</section>`,
  });
};

const entry = (path: string, name: string, staged: ShownStaged): Markup => {
  const { id, version, tags, by, createdAt, until } = staged;
  const form = (button: string, decision: string, look: 'main' | 'danger'): Markup =>
    buttonForm({
      action: path,
      hidden: { do: decision, stage: id },
      button,
      look,
      about: `${name}@${version}`,
    });
  return markup`<li><h3>${version} <span class="tag">${tags}</span></h3>
<p>Sent by ${by} on ${dateOf(createdAt)}. Gone on ${dateOf(until)}, unless somebody decides.</p>
${whence(staged)}
${compared(staged)}
<p>Download it to look into it: <code>npm stage download ${id}</code></p>
<details><summary>Checksum</summary><p><code>${staged.integrity}</code></p></details>
<p class="inline">${form('Approve and publish', 'approve', 'main')} ${form('Reject', 'reject', 'danger')}</p></li>`;
};

const whence = ({ run, commit }: ShownStaged): Content => {
  const url = httpUrl(run);
  return (
    url !== undefined &&
    markup`<p><a href="${url}" rel="noreferrer">The run that sent it</a>${commit !== undefined && markup`, of commit <code>${commit.slice(0, 12)}</code>`}</p>`
  );
};

const compared = ({ against, size, files, changes }: ShownStaged): Markup =>
  against === undefined
    ? markup`<p>${numberOf(files)} files, ${numberOf(size)} bytes. The first version of this package.</p>`
    : markup`<p>Compared with ${against.version}: ${delta(files, against.files)} files, ${delta(size, against.size)} bytes packed.</p>
${changes.length === 0 ? markup`<p>Dependencies and install scripts are the same.</p>` : markup`<ul>${changes.map((change) => markup`<li>${change}</li>`)}</ul>`}`;

/** `12 (+2)`. */
const delta = (now: number, before: number): string => {
  const change = now - before;
  return `${numberOf(now)} (${change === 0 ? 'as before' : `${change > 0 ? '+' : '−'}${numberOf(Math.abs(change))}`})`;
};
