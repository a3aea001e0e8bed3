import type { ReleaseChanges, ReleaseFacts } from '#domain/diff/release-changes.ts';
import { httpUrl } from '#web/links.ts';
import { type Content, type Markup, markup } from '#web/markup.ts';
import { byteCount, momentOf, numberOf } from '#web/wording.ts';

/** Who published what and how large it is, of both versions. */
export const releaseTable = ({ from, to }: ReleaseChanges): Markup =>
  markup`<div class="scroll" tabindex="0" role="region" aria-label="Both versions">
<table>
<thead><tr><td></td><th scope="col">${from.version}</th><th scope="col">${to.version}</th></tr></thead>
<tbody>${ROWS.map(([title, show]) => row(title, show(from), show(to)))}</tbody>
</table>
</div>`;

const ROWS: readonly (readonly [string, (facts: ReleaseFacts) => Content])[] = [
  ['Published', ({ publishedAt }) => momentOf(publishedAt)],
  ['By', ({ publisher, byRun }) => (byRun ? `${publisher}, from CI` : publisher)],
  ['Built from', ({ provenance }) => (provenance ? source(provenance.repository) : 'not proven')],
  ['Runs code when installed', ({ installScripts }) => (installScripts ? 'yes' : 'no')],
  ['Files', ({ fileCount }) => numberOf(fileCount)],
  ['Unpacked', ({ unpackedSize }) => byteCount(unpackedSize)],
  ['Tarball', ({ size }) => byteCount(size)],
];

const row = (title: string, before: Content, after: Content): Markup =>
  markup`<tr><th scope="row">${title}</th><td>${before}</td><td>${after}</td></tr>
`;

function source(repository: string): Content {
  const url = httpUrl(repository);
  return url === undefined ? repository : markup`<a href="${url}" rel="nofollow">${repository}</a>`;
}
