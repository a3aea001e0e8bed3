import { notFound } from '#domain/errors.ts';
import { blobKey } from '#domain/integrity.ts';
import { versionOfTarball } from '#domain/publish-document.ts';
import { cacheControl, IMMUTABLE } from '#http/caching.ts';
import { endpoint } from '#http/endpoint.ts';
import { sharedWith } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { findRelease } from '#store/releases.ts';

/** Every install. yarn 4 spells the scope `%2f` here too, whatever `dist.tarball` says. */
export const route = defineRoute({
  method: 'GET',
  path: '/{package}/-/{file}',
  summary: "Download a version's tarball",
  permission: 'read',
  cache: IMMUTABLE,
  stores: ['table', 'blobs'],
});

export const handle = endpoint(route, async ({ params, pkg, services }) => {
  const version = versionOfTarball(pkg.name, params.file);
  const release = version && (await findRelease(services, pkg.name, version));
  if (!release) throw notFound(`${params.file} of ${pkg.name}`);
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
    ...sharedWith(pkg, services.policy),
  };
});
