import type { ShownLines } from '#domain/diff/bounded-diffs.ts';
import type { FileChange } from '#domain/diff/file-changes.ts';
import { hasHidden, plainly, showText } from '#web/code/hidden-characters.ts';
import { type Markup, markup } from '#web/markup.ts';
import { counted, numberOf } from '#web/wording.ts';

/** The files that differ, and some of them line by line. */
export interface ChangedFiles {
  /** Those of this page. */
  readonly listed: readonly FileChange[];
  readonly page: number;
  readonly pages: number;
  readonly counts: Readonly<Record<FileChange['kind'], number>>;
  /** Whether all files of both versions were looked at. */
  readonly whole: boolean;
  readonly diffs: readonly FileDiff[];
}

export interface FileDiff {
  readonly change: FileChange;
  readonly shown: ShownDiff;
}

/** The lines that differ, or why there are none to show: of a file that is no text, too large, all different, or not read. */
export type ShownDiff = ShownLines | 'binary' | 'large' | 'different' | 'unread';

/** What a summary says of how much differs. */
export const amountOf = (shown: ShownDiff): Markup =>
  typeof shown === 'string'
    ? markup``
    : markup` <small>${counted(shown.added, 'line')} added, ${numberOf(shown.removed)} removed</small>`;

/** `whole`: where all lines can be looked at, if that is another page. */
export function diffView({ shown }: FileDiff, whole: string | undefined): Markup {
  if (typeof shown === 'string') return markup`<p class="notice">${REASONS[shown]}</p>`;
  const lines = shown.lines.map(line);
  return markup`${shown.lines.some(({ text }) => hasHidden(text)) && HIDDEN_NOTICE}<pre class="code diff"><code>${lines}</code></pre>
${shown.left > 0 && markup`<p>${counted(shown.left, 'more line')}${whole === undefined ? ' are not shown: compare the files yourself.' : markup`: <a href="${whole}">show all of them</a>`}</p>`}`;
}

const REASONS = {
  binary: 'This file is not text: its content differs, its lines cannot be compared.',
  large: 'This file is too large to be compared here.',
  different: 'These two files are too different to be compared line by line here.',
  unread:
    'This file could not be read now: load this page again, or compare the tarballs yourself.',
} as const;

const HIDDEN_NOTICE = markup`<p class="notice warn">Some lines have characters that cannot be seen or that change the direction of text. They are marked where they stand.</p>`;

const SIGNS = { added: '+', removed: '-', same: ' ', place: '' } as const;

/** Windows' line breaks: without a mark, two lines would differ in nothing that is seen. */
const CARRIAGE_RETURN = markup`<mark>CR</mark>`;

/** The sign tells what the colour tells. */
const line = ({ kind, text, left }: ShownLines['lines'][number]): Markup =>
  markup`<span class="line ${kind}">${SIGNS[kind]}${showText(text.replace(/\r$/, ''))}${kind !== 'same' && text.endsWith('\r') && CARRIAGE_RETURN}${left > 0 && markup`<em> … ${counted(left, 'more character')}</em>`}
</span>`;

/** A change's kind and name, which may be a link. */
export const changeName = ({ path, kind }: FileChange, link?: string): Markup =>
  markup`<span class="tag${TINTS[kind]}">${kind}</span> ${link === undefined ? plainly(path) : markup`<a href="${link}">${plainly(path)}</a>`}`;

const TINTS = { added: '', changed: ' warn', removed: ' bad' } as const;
