import type { FolderContent } from '#domain/tarball/folder-content.ts';
import { plainly, withoutHidden } from '#web/code/hidden-characters.ts';
import type { Page } from '#web/layout.ts';
import { type Markup, markup } from '#web/markup.ts';
import { type PackageHead, packageShell } from '#web/package/shell.ts';
import { versionHint, versionOptions } from '#web/package/version-options.ts';
import { diffPath, filesPath, packagePath, tarballPath } from '#web/paths.ts';
import { byteCount, counted } from '#web/wording.ts';

import { fileView, type ShownFile } from './file.ts';
import { folderView } from './folder.ts';
import type { Place } from './place.ts';

interface FilesPage {
  readonly head: PackageHead;
  /** Numbers, the highest first. */
  readonly versions: readonly string[];
  /** The version that this one is compared with, where there is one. */
  readonly previous: string | undefined;
  readonly path: string;
  readonly shown: ShownPlace;
  readonly packed: Packed;
}

export type ShownPlace =
  | { readonly kind: 'folder'; readonly content: FolderContent; readonly page: number }
  | { readonly kind: 'file'; readonly file: ShownFile };

/** What was published. */
interface Packed {
  readonly fileCount: number;
  readonly unpackedSize: number;
  /** Bytes of the tarball. */
  readonly size: number;
  /** Whether all of it was read. */
  readonly whole: boolean;
}

/** The files of a version: a folder of them, or one. */
export function filesPage({ head, versions, previous, path, shown, packed }: FilesPage): Page {
  const { name, version } = head;
  const place = { name, version, path };
  return packageShell({
    head,
    tab: 'files',
    title: path === '' ? 'Files' : `${withoutHidden(path)} · Files`,
    content: markup`${chooser(place, versions)}
<h2 class="place">${breadcrumbs(place)}</h2>
${path === '' && summary(place, packed, previous)}
${!packed.whole && PARTLY}
${shown.kind === 'file' ? fileView(place, shown.file) : folderView(place, shown.content, shown.page)}`,
  });
}

const PARTLY = markup`<p class="notice warn">This package is too large to be shown whole: some of its files are missing here. Download the tarball to see all of it.</p>`;

const chooser = ({ name, version, path }: Place, versions: readonly string[]): Markup =>
  markup`<form class="inline choose" action="${packagePath(name, 'files')}">
<label for="version">Version</label>
<select id="version" name="version">${versionOptions(versions, version)}</select>
${path !== '' && markup`<input type="hidden" name="path" value="${path}">`}
<button class="plain">Show</button>${versionHint(versions)}
</form>`;

/** Every folder on the way leads to its own page. */
function breadcrumbs({ name, version, path }: Place): Markup {
  const segments = path === '' ? [] : path.split('/');
  const root = `${name}@${version}`;
  if (segments.length === 0) return markup`Files of ${root}`;
  return markup`<a href="${filesPath(name, { version })}">${root}</a>${segments.map(
    (segment, index) => {
      const below = segments.slice(0, index + 1).join('/');
      const isLast = index === segments.length - 1;
      return markup` / ${isLast ? plainly(segment) : markup`<a href="${filesPath(name, { version, path: below })}">${plainly(segment)}</a>`}`;
    },
  )}`;
}

const summary = (
  { name, version }: Place,
  { fileCount, unpackedSize, size }: Packed,
  previous: string | undefined,
): Markup =>
  markup`<p class="file-facts"><span>${counted(fileCount, 'file')}, ${byteCount(unpackedSize)}</span> <a href="${tarballPath(name, version)}" download>Tarball, ${byteCount(size)}</a>${previous !== undefined && markup` <a href="${diffPath(name, previous, version)}">Changes since ${previous}</a>`}</p>`;
