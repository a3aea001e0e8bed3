import { notFound } from '#domain/errors.ts';
import { blobKey } from '#domain/integrity.ts';
import { isReadableByAnyone } from '#domain/permission.ts';
import { versionOfTarball } from '#domain/publish-document.ts';
import { requireRead } from '#http/access.ts';
import { cacheControl, IMMUTABLE } from '#http/caching.ts';
import { endpoint } from '#http/endpoint.ts';
import { sharedWith } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { upstreamTarball } from '#http/upstream-reply.ts';
import { findPackageWith } from '#store/releases.ts';

/** Every install. yarn 4 spells the scope `%2f` here too, whatever `dist.tarball` says. */
export const route = defineRoute({
  method: 'GET',
  path: '/{package}/-/{file}',
  summary: "Download a version's tarball",
  permission: 'document',
  cache: IMMUTABLE,
  stores: ['packages:read', 'blobs:read', 'downloads', 'upstream:read'],
  misses: 'version',
});

export const handle = endpoint(route, async ({ params, request, services }) => {
  const name = params.package;
  const version = versionOfTarball(name, params.file);
  const { pkg, release } = await findPackageWith(services, name, version);
  const theirs = pkg ? undefined : await upstreamTarball({ name, version }, request, services);
  if (theirs) return theirs;
  const open = pkg && !pkg.unpublished && isReadableByAnyone(pkg.visibility, services.policy);
  if (!open) await requireRead(name, request, services);
  if (!pkg || !release) throw notFound(`${params.file} of ${name}`);
  const key = blobKey(release.integrity);
  return {
    headers: {
      'content-type': 'application/octet-stream',
      'cache-control': cacheControl(IMMUTABLE, pkg.visibility, services.policy),
      'accept-ranges': 'bytes',
      etag: `"${key.slice(0, 32)}"`,
      'last-modified': new Date(release.publishedAt).toUTCString(),
    },
    body: { kind: 'blob', key, size: release.size },
    download: { name, version: release.version },
    ...sharedWith(pkg, services.policy),
  };
});
