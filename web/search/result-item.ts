import { asUserName } from '#domain/user.ts';
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
  /** Whether it is the registry behind this one that has it. */
  readonly isUpstream: boolean;
}

export const resultItem = (result: Result): Markup =>
  markup`<li>
<h2><a href="${packagePath(result.name)}">${result.name}</a> <small class="version">${result.version}</small> ${marks(result)}</h2>
${result.description !== '' && markup`<p>${result.description}</p>`}
<p class="quiet small">${facts(result).map((fact, index) => markup`${index > 0 && ' · '}${fact}`)}</p>
${result.keywords.length > 0 && markup`<p class="keywords"><span class="unseen">Keywords:</span> ${result.keywords.slice(0, KEYWORDS).map(keyword)}</p>`}
</li>
`;

/** Keywords that are shown of a package. */
const KEYWORDS = 8;

const marks = ({ exact, isPrivate, deprecated, isUpstream }: Result): readonly Markup[] => [
  ...(exact ? [markup`<span class="tag">exact match</span> `] : []),
  ...(isPrivate ? [markup`<span class="tag">private</span> `] : []),
  ...(deprecated ? [markup`<span class="tag bad">deprecated</span> `] : []),
  ...(isUpstream ? [markup`<span class="tag warn">from the registry behind this one</span> `] : []),
];

/** What a CI service publishes is by no user. */
function facts({ publishedAt, publisher, license, weekly, isUpstream }: Result): readonly Markup[] {
  const by =
    publisher === ''
      ? undefined
      : markup` by ${isUpstream || !asUserName(publisher) ? publisher : markup`<a href="${userPath(publisher)}">${publisher}</a>`}`;
  return [
    ...(publishedAt === '' ? [] : [markup`published ${dateOf(publishedAt)}${by}`]),
    ...(license === '' ? [] : [markup`${license}`]),
    ...(weekly === undefined || weekly === 0
      ? []
      : [
          markup`${numberOf(weekly)} ${weekly === 1 ? 'download' : 'downloads'} in the last 7 days`,
        ]),
  ];
}

/** A qualifier ends at the first space, and takes commas and plus signs for its own. */
const keyword = (word: string): Markup =>
  markup`<a class="tag" href="${searchPath(/[\s,+]|^-/.test(word) ? word : `keywords:${word}`)}">${word}</a> `;
