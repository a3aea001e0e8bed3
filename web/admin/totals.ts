import { type Markup, markup } from '#web/markup.ts';
import { byteCount, numberOf } from '#web/wording.ts';

interface Sums {
  readonly packages: number;
  readonly versions: number;
  readonly bytes: number;
}

export interface Totals {
  readonly public: Sums;
  readonly private: Sums;
  readonly users: number;
  /** People who have published; of an import, also who is no user here. */
  readonly publishers: number;
  /** Of tarballs of upstreams; undefined: nobody keeps count. */
  readonly cachedBytes: number | undefined;
}

/** How much there is of what was published here, of public and private packages. */
export const publishedTotals = (totals: Totals): Markup =>
  markup`<dl class="facts across">${published(totals)}</dl>`;

/** The same, and of whom and of whose there is what there is. */
export const totals = (all: Totals): Markup => markup`<dl class="facts across">${published(all)}
${fact('Users', numberOf(all.users))}
${fact('People who published', numberOf(all.publishers))}
${all.cachedBytes !== undefined && fact('Tarballs kept of upstreams', byteCount(all.cachedBytes))}
</dl>`;

const published = ({ public: open, private: shut }: Totals): Markup => markup`
${fact('Packages', `${numberOf(open.packages)} public, ${numberOf(shut.packages)} private`)}
${fact('Versions', numberOf(open.versions + shut.versions))}
${fact('Tarballs published here', byteCount(open.bytes + shut.bytes))}`;

const fact = (what: string, figure: string): Markup =>
  markup`<div><dt>${what}</dt><dd>${figure}</dd></div>`;
