import * as v from 'valibot';

import { tooLarge } from '#domain/errors.ts';
import { isReadableByAnyone } from '#domain/permission.ts';
import { inMegabytes } from '#domain/phrasing.ts';
import { fileKind, imageType } from '#domain/tarball/file-kind.ts';
import { type Reply, sharedWith } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { missing, RAW } from '#http/web/file-view.ts';
import { shownRelease } from '#http/web/package-head.ts';
import { page } from '#http/web/page.ts';
import { openTarball } from '#store/tarball-files.ts';

/** A file as it is. Somebody else wrote it: no browser may take it for a page of the registry's. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/package/{package}/raw',
  summary: 'Read the bytes of one file of a version: as plain text, as an image, or to be saved',
  permission: 'read',
  query: v.object({ version: v.string(), path: v.string() }),
  stores: ['packages:read', 'blobs:read'],
  page: true,
});

export const handle = page(route, async ({ pkg, query, services }): Promise<Reply> => {
  const { path } = query;
  const release = await shownRelease(pkg, services, query.version);
  const wanted = new Map([[path, RAW + 1]]);
  const read = await openTarball(services.blobs, release.integrity, wanted);
  const bytes = read.contents.get(path);
  const file = read.files.get(path);
  if (!bytes || !file) throw missing(path, release, read);
  if (file.size > RAW) {
    throw tooLarge(`this file is larger than ${inMegabytes(RAW)}: download the tarball to read it`);
  }
  if (bytes.length < file.size) throw missing(path, release, read);
  const open = isReadableByAnyone(pkg.visibility, services.policy);
  return {
    headers: {
      ...describe(path, bytes),
      ...SAFETY,
      'cache-control': open ? 'public, max-age=0, must-revalidate' : 'private, no-store',
      ...(file.sha256 !== undefined && { etag: `"${file.sha256}"` }),
    },
    body: { kind: 'bytes', bytes },
    ...sharedWith(pkg, services.policy),
  };
});

const SAFETY = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-robots-tag': 'noindex',
};

/** Only plain text and images are shown; the rest is saved, under the name that it has. */
function describe(path: string, bytes: Buffer): Readonly<Record<string, string>> {
  const image = imageType(path, bytes);
  if (image !== undefined) return { 'content-type': image };
  if (fileKind(path, bytes) === 'text') return { 'content-type': 'text/plain; charset=utf-8' };
  const name = path.slice(path.lastIndexOf('/') + 1);
  return {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)}`,
  };
}
