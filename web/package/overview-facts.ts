import type { Json } from '#domain/manifest.ts';
import { type Point, sparkline } from '#web/chart.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { packagePath, versionPath } from '#web/paths.ts';
import { byteCount, counted, dateOf, numberOf, shortText } from '#web/wording.ts';

import { linkTo } from './link-to.ts';
import type { ManifestFacts } from './manifest-facts.ts';
import { person, type PublishedBy, publishedBy } from './published-by.ts';
import { type PackageHead, tabPath } from './shell.ts';

/** What stands beside the README. */
export interface Aside {
  readonly head: PackageHead;
  readonly manifest: Json;
  readonly tags: Readonly<Record<string, string>>;
  readonly size: {
    readonly unpacked: number | undefined;
    readonly files: number | undefined;
    readonly tarball?: number;
  };
  readonly downloads: { readonly week: number; readonly weeks: readonly Point[] };
  readonly by: PublishedBy;
  /** URL of the repository that it was provably built from. */
  readonly builtFrom: string | undefined;
  readonly owners: readonly string[];
  /** Of 100; undefined where none is given. */
  readonly score: number | undefined;
}

/** Dist-tags and owners that are shown. */
const TAGS = 12;
const OWNERS = 12;

export function overviewFacts(aside: Aside, facts: ManifestFacts): Markup {
  const { head, downloads, builtFrom } = aside;
  const published = dateOf(head.publishedAt);
  return markup`<dl class="facts pairs">
${fact('Downloads, last 7 days', markup`<a class="week" href="${packagePath(head.name, 'downloads')}"><strong>${numberOf(downloads.week)}</strong> ${sparkline(downloads.weeks)}</a>`)}
${fact('Published', markup`${published && markup`${published}, by `}${publishedBy(aside.by)}`)}
${fact('Provenance', builtFrom !== undefined && markup`<a class="tag" href="${tabPath(head, 'security')}">built from its source</a> ${linkTo(builtFrom)}`)}
${fact('Licence', facts.license === '' ? 'none given' : facts.license)}
${fact('Score', aside.score !== undefined && markup`<a href="${tabPath(head, 'score')}">${aside.score} of 100</a>`)}
${fact('Types', facts.hasTypes ? 'included' : 'not included')}
${fact('Modules', facts.modules)}
${fact('Repository', linkTo(facts.repository))}
${fact('Homepage', linkTo(facts.homepage))}
${fact('Issues', linkTo(facts.bugs))}
${fact('Funding', linkTo(facts.funding))}
${fact('Size', sizeOf(aside))}
${fact('Runs on', list(facts.engines.map(([engine, range]) => `${engine} ${range}`)))}
${fact('Tags', tagsOf(aside))}
${fact('Owners', owners(aside.owners))}
</dl>`;
}

/** Nothing where there is nothing to tell. */
const fact = (term: string, content: Content): Markup | undefined =>
  content === undefined || content === false
    ? undefined
    : markup`<div${SHORT.has(term) && markup` class="half"`}><dt>${term}</dt><dd>${content}</dd></div>`;

/** Facts of which two stand side by side. */
const SHORT: ReadonlySet<string> = new Set(['Licence', 'Score', 'Types', 'Modules']);

const list = (lines: readonly Content[]): Markup | false =>
  lines.length > 0 && markup`${lines.map((line, at) => markup`${at > 0 && markup`<br>`}${line}`)}`;

function sizeOf({ size: { unpacked, files, tarball } }: Aside): string | undefined {
  if (unpacked === undefined) return undefined;
  const packed = tarball === undefined ? '' : ` (${byteCount(tarball)} to download)`;
  const many = files === undefined ? '' : `, ${counted(files, 'file')}`;
  return `${byteCount(unpacked)}${packed}${many}`;
}

function tagsOf({ head: { name }, tags }: Aside): Markup | false {
  const all = Object.entries(tags);
  const shown = all.slice(0, TAGS);
  const lines = shown.map(
    ([tag, version]) =>
      markup`<a href="${versionPath(name, tag)}">${shortText(tag, 60)}</a> ${shortText(version, 60)}`,
  );
  const rest = all.length - shown.length;
  const more =
    rest > 0 ? [markup`<a href="${packagePath(name, 'versions')}">${rest} more</a>`] : [];
  return list([...lines, ...more]);
}

const owners = (names: readonly string[]): Markup | undefined => {
  if (names.length === 0) return undefined;
  const rest = names.length - OWNERS;
  return markup`${names.slice(0, OWNERS).map((name, at) => markup`${at > 0 && ', '}${person(name)}`)}${rest > 0 && ` and ${rest} more`}`;
};
