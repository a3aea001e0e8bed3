import type { RegistrySums } from '#domain/registry-sums.ts';
import { type Markup, markup } from '#web/markup.ts';
import { byteCount, numberOf } from '#web/wording.ts';

/** How much there is of what was published here, of public and private packages. */
export const publishedTotals = (totals: RegistrySums): Markup =>
  markup`<dl class="facts across">${published(totals)}</dl>`;

/** The same, and of whom and of whose there is what there is. */
export const totals = (
  all: RegistrySums,
): Markup => markup`<dl class="facts across">${published(all)}
${fact('Users', numberOf(all.users))}
${fact('People who published', numberOf(all.publishers))}
${all.cachedBytes !== undefined && fact('Tarballs kept of upstreams', byteCount(all.cachedBytes))}
</dl>`;

const published = ({ public: open, private: shut }: RegistrySums): Markup => markup`
${fact('Packages', `${numberOf(open.packages)} public, ${numberOf(shut.packages)} private`)}
${fact('Versions', numberOf(open.versions + shut.versions))}
${fact('Tarballs published here', byteCount(open.bytes + shut.bytes))}`;

const fact = (what: string, figure: string): Markup =>
  markup`<div><dt>${what}</dt><dd>${figure}</dd></div>`;
