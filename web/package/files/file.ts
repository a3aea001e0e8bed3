import type { PackedFile } from '#domain/tarball/read-tarball.ts';
import { numberedCode } from '#web/code/code-lines.ts';
import { hasHidden, plainly, withoutHidden } from '#web/code/hidden-characters.ts';
import { type Markup, markup } from '#web/markup.ts';
import { rawPath, tarballPath } from '#web/paths.ts';
import { byteCount, counted } from '#web/wording.ts';

import type { Place } from './place.ts';

/** A file, and as much of its content as a page shows. */
export interface ShownFile {
  readonly file: PackedFile;
  readonly content: ShownContent;
  /** Whether its bytes can be had alone; else only with the tarball. */
  readonly downloadable: boolean;
}

export type ShownContent =
  | { readonly kind: 'text'; readonly html: string; readonly lines: number; readonly cut: boolean }
  | { readonly kind: 'image' | 'binary' };

export function fileView(place: Place, { file, content, downloadable }: ShownFile): Markup {
  const { size, sha256 } = file;
  const { kind } = content;
  const raw = rawPath(place.name, place.version, file.path);
  const facts = [
    byteCount(size),
    ...(kind === 'text' && !content.cut ? [counted(content.lines, 'line')] : []),
  ];
  return markup`<p class="file-facts"><span>${facts.join(', ')}</span> ${
    downloadable
      ? markup`<a href="${raw}">${kind === 'binary' ? 'Download' : 'Raw'}</a>`
      : markup`<a href="${tarballPath(place.name, place.version)}">Download the tarball</a>`
  }</p>
${contentView(place, { file, content, downloadable }, raw)}
${sha256 !== undefined && markup`<p class="hash"><small>SHA-256 <code>${sha256}</code></small></p>`}`;
}

function contentView(
  { path }: Place,
  { file, content, downloadable }: ShownFile,
  raw: string,
): Markup {
  if (file.size === 0) return markup`<p class="notice">This file is empty.</p>`;
  if (content.kind === 'text') {
    return markup`${content.cut && cutNotice(downloadable, raw)}${hasHidden(content.html) && HIDDEN_NOTICE}${numberedCode(content.html)}`;
  }
  if (content.kind === 'image' && downloadable) {
    return markup`<p class="picture"><img src="${raw}" alt="${withoutHidden(path)}"></p>`;
  }
  return markup`<p class="notice">${plainly(path)} is not text, so that it is not shown here. ${downloadable ? 'Download it to look at it.' : 'It is in the tarball.'}</p>`;
}

const cutNotice = (downloadable: boolean, raw: string): Markup =>
  markup`<p class="notice">This file is long: only its beginning is shown. ${downloadable ? markup`<a href="${raw}">Open all of it as plain text</a>.` : 'All of it is in the tarball.'}</p>`;

const HIDDEN_NOTICE = markup`<p class="notice warn">This file has characters that cannot be seen or that change the direction of text. They are marked where they stand: code may do something else than it seems to.</p>`;
