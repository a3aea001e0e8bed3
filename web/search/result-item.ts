import { type Markup, markup } from '#web/markup.ts';
import { packagePath, searchPath, userPath } from '#web/paths.ts';
import { dateOf, numberOf } from '#web/wording.ts';

/** A package as search shows it. */
export interface Result {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** ISO date of that version. */
  readonly publishedAt: string;
  readonly publisher: string;
  readonly keywords: readonly string[];
  readonly license: string;
  /** Downloads of the last seven days, where they are counted here. */
  readonly weekly?: number;
  readonly deprecated: boolean;
  readonly isPrivate: boolean;
  /** Whether its name is all that was searched for. */
  readonly exact: boolean;
  /** Set where another registry has it; `page`: a page that it names. */
  readonly upstream?: { readonly page: string | undefined };
}

export const resultItem = (result: Result): Markup =>
  markup`<li>
<h2>${nameOf(result)} <small class="version">${result.version}</small> ${marks(result)}</h2>
${result.description !== '' && markup`<p>${result.description}</p>`}
<p class="quiet small">${facts(result).map((fact, index) => markup`${index > 0 && ' · '}${fact}`)}</p>
${result.keywords.length > 0 && markup`<p class="keywords"><span class="unseen">Keywords:</span> ${result.keywords.slice(0, KEYWORDS).map(keyword)}</p>`}
</li>
`;

/** Keywords that are shown of a package. */
const KEYWORDS = 8;

function nameOf({ name, upstream }: Result): Markup {
  if (!upstream) return markup`<a href="${packagePath(name)}">${name}</a>`;
  if (upstream.page === undefined) return markup`<span>${name}</span>`;
  return markup`<a href="${upstream.page}" rel="noopener">${name}</a>`;
}

const marks = ({ exact, isPrivate, deprecated, upstream }: Result): readonly Markup[] => [
  ...(exact ? [markup`<span class="tag">exact match</span> `] : []),
  ...(isPrivate ? [markup`<span class="tag">private</span> `] : []),
  ...(deprecated ? [markup`<span class="tag bad">deprecated</span> `] : []),
  ...(upstream ? [markup`<span class="tag warn">from the registry behind this one</span> `] : []),
];

function facts({ publishedAt, publisher, license, weekly, upstream }: Result): readonly Markup[] {
  const by =
    publisher === ''
      ? undefined
      : markup` by ${upstream ? publisher : markup`<a href="${userPath(publisher)}">${publisher}</a>`}`;
  return [
    ...(publishedAt === '' ? [] : [markup`published ${dateOf(publishedAt)}${by}`]),
    ...(license === '' ? [] : [markup`${license}`]),
    ...(weekly === undefined || weekly === 0
      ? []
      : [markup`${numberOf(weekly)} ${weekly === 1 ? 'download' : 'downloads'} this week`]),
  ];
}

/** A qualifier ends at the first space, and takes commas and plus signs for its own. */
const keyword = (word: string): Markup =>
  markup`<a class="tag" href="${searchPath(/[\s,+]|^-/.test(word) ? word : `keywords:${word}`)}">${word}</a> `;
