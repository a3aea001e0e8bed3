import type { FolderContent } from '#domain/tarball/folder-content.ts';
import { plainly } from '#web/code/hidden-characters.ts';
import { type Markup, markup } from '#web/markup.ts';
import { filesPath } from '#web/paths.ts';
import { byteCount, counted, numberOf } from '#web/wording.ts';

import type { Place } from './place.ts';

/** Rows of a page: a folder may hold thousands. */
const ROWS = 200;

/** What stands in a folder, folders first. */
export function folderView(place: Place, { folders, files }: FolderContent, page: number): Markup {
  const rows = [
    ...folders.map(({ path, size, fileCount }) => ({
      path,
      size,
      below: counted(fileCount, 'file'),
    })),
    ...files.map(({ path, size }) => ({ path, size, below: undefined })),
  ];
  const pages = Math.max(1, Math.ceil(rows.length / ROWS));
  const shown = Math.min(Math.max(1, page), pages);
  return markup`<table class="files">
<thead><tr><th scope="col">Name</th><th scope="col" class="number">Size</th></tr></thead>
<tbody>${rows.slice((shown - 1) * ROWS, shown * ROWS).map((each) => row(place, each))}</tbody>
</table>
${pages > 1 && pager(place, { page: shown, pages, total: rows.length })}`;
}

interface Row {
  readonly path: string;
  readonly size: number;
  /** Of a folder, how many files are in it. */
  readonly below: string | undefined;
}

const row = ({ name, version }: Place, { path, size, below }: Row): Markup =>
  markup`<tr><td><a href="${filesPath(name, { version, path })}">${plainly(`${path.slice(path.lastIndexOf('/') + 1)}${below === undefined ? '' : '/'}`)}</a>${below !== undefined && markup` <small>${below}</small>`}</td><td class="number">${byteCount(size)}</td></tr>
`;

interface Pages {
  readonly page: number;
  readonly pages: number;
  readonly total: number;
}

function pager({ name, version, path }: Place, { page, pages, total }: Pages): Markup {
  const to = (target: number): string => filesPath(name, { version, path, page: target });
  return markup`<nav class="pages" aria-label="Pages of this folder">
${page > 1 && markup`<a href="${to(page - 1)}" rel="prev">Previous</a>`}
<span>Page ${page} of ${pages}, ${numberOf(total)} entries</span>
${page < pages && markup`<a href="${to(page + 1)}" rel="next">Next</a>`}
</nav>`;
}
