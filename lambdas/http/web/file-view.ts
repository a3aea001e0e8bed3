import { notFound, RegistryError } from '#domain/errors.ts';
import type { Release } from '#domain/package.ts';
import { quote } from '#domain/phrasing.ts';
import { fileKind } from '#domain/tarball/file-kind.ts';
import { folderContent } from '#domain/tarball/folder-content.ts';
import type { Ending, ReadTarball } from '#domain/tarball/read-tarball.ts';
import type { Rendering } from '#store/rendering.ts';
import type { Services } from '#store/services.ts';
import { openTarball } from '#store/tarball-files.ts';
import { withoutHidden } from '#web/code/hidden-characters.ts';
import type { ShownContent } from '#web/package/files/file.ts';
import type { ShownPlace } from '#web/package/files/page.ts';

/** Bytes and lines of a file that a page shows. */
const SHOWN = 512 * 1024;
const LINES = 10_000;

/** Bytes of a file that can be had alone: functions hold them in memory. */
export const RAW = 10 * 2 ** 20;

/** What is at a path of a version: a file's content or a folder's. */
export async function viewFiles(
  { blobs, rendering }: Pick<Services, 'blobs' | 'rendering'>,
  release: Release,
  { path, page }: { readonly path: string; readonly page: number },
): Promise<{ readonly shown: ShownPlace; readonly whole: boolean }> {
  const wanted = new Map(path === '' ? [] : [[path, SHOWN]]);
  const read = await openTarball(blobs, release.integrity, wanted);
  const whole = isWhole(read.ending);
  const file = read.files.get(path);
  if (file) {
    const bytes = read.contents.get(path) ?? Buffer.alloc(0);
    const content = await contentOf(rendering, { path, size: file.size }, bytes);
    return {
      shown: { kind: 'file', file: { file, content, downloadable: file.size <= RAW } },
      whole,
    };
  }
  const content = folderContent(read.files.values(), path);
  if (!content) throw missing(path, release, read);
  return { shown: { kind: 'folder', content, page }, whole };
}

export const isWhole = (ending: Ending): boolean => ending === 'end' || ending === 'enough';

export const missing = (
  path: string,
  { name, version }: Release,
  { ending }: Pick<ReadTarball, 'ending'>,
): Error =>
  isWhole(ending)
    ? notFound(`${shortly(path)} in ${name}@${version}`)
    : new RegistryError(
        'not_found',
        `${shortly(path)} is not in the part of ${name}@${version} that is read here, which is too large to be read whole: download its tarball to look for it`,
      );

/** As much of a path as a message has room for, and nothing that turns the text around it. */
const shortly = (path: string): string => quote(withoutHidden(path));

async function contentOf(
  rendering: Rendering,
  { path, size }: { readonly path: string; readonly size: number },
  bytes: Buffer,
): Promise<ShownContent> {
  const kind = fileKind(path, bytes);
  if (kind !== 'text') return { kind };
  const text = new TextDecoder()
    .decode(bytes, { stream: bytes.length < size })
    .replaceAll('\r\n', '\n');
  const end = endOfLine(text, LINES);
  const shown = text.slice(0, end);
  return {
    kind,
    html: await rendering.highlight(shown, path),
    lines: shown.split('\n').length - (shown.endsWith('\n') ? 1 : 0),
    cut: bytes.length < size || end < text.length,
  };
}

/** Where so many lines end. */
function endOfLine(text: string, lines: number): number {
  let end = -1;
  for (let line = 0; line < lines; line += 1) {
    end = text.indexOf('\n', end + 1);
    if (end < 0) return text.length;
  }
  return end + 1;
}
