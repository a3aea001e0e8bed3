import { type Content, type Markup, markup } from '#web/markup.ts';
import { packagePath, userPath } from '#web/paths.ts';
import { dateOf, numberOf } from '#web/wording.ts';

export interface Popular {
  readonly name: string;
  /** Of the last seven days. */
  readonly downloads: number;
}

export interface Trending {
  readonly name: string;
  /** How many times as many downloads as in the weeks before. */
  readonly growth: number;
}

/** A version that was published lately. */
export interface Newest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  /** ISO date. */
  readonly publishedAt: string;
  /** `ci`: a run of a CI service, which has no page. */
  readonly publisher: { readonly name: string; readonly kind: 'user' | 'ci' };
}

const list = (title: string, items: readonly Content[]): Markup => markup`<section>
<h2>${title}</h2>
<ol class="list">
${items.map((item) => markup`<li>${item}</li>\n`)}</ol>
</section>`;

const linkTo = (name: string): Markup => markup`<a href="${packagePath(name)}">${name}</a>`;

export const popularList = (packages: readonly Popular[]): Markup =>
  list(
    'Most used in the last 7 days',
    packages.map(
      ({ name, downloads }) =>
        markup`${linkTo(name)} <span class="amount">${numberOf(downloads)} <span class="unseen">${downloads === 1 ? 'download' : 'downloads'}</span></span>`,
    ),
  );

export const trendingList = (packages: readonly Trending[]): Markup =>
  list(
    'Trending',
    packages.map(
      ({ name, growth }) =>
        markup`${linkTo(name)} <span class="amount">×${growth.toFixed(1)} <span class="unseen">as many downloads as before</span></span>`,
    ),
  );

export const newestList = (versions: readonly Newest[]): Markup =>
  list(
    'Newest',
    versions.map(
      ({ name, version, description, publishedAt, publisher }) =>
        markup`${linkTo(name)} <span class="amount">${version}</span>
${description !== '' && markup`<p>${description}</p>`}
<p class="quiet small">${dateOf(publishedAt)} by ${publisher.kind === 'user' ? markup`<a href="${userPath(publisher.name)}">${publisher.name}</a>` : publisher.name}</p>`,
    ),
  );
