import { conflict, notFound } from '#domain/errors.ts';
import { versionOfTarball } from '#domain/publish-document.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { findRelease } from '#store/releases.ts';

/**
 * The last request of `npm unpublish name@version` and of pnpm's. The version went with the edit of the
 * document before it; its bytes go when nothing names them any more.
 */
export const route = defineRoute({
  method: 'DELETE',
  path: '/{package}/-/{file}/-rev/{rev}',
  summary: 'Confirm that an unpublished tarball is gone',
  permission: 'unpublish',
  secondFactor: 'never',
  stores: ['blobs:read'],
});

export const handle = endpoint(route, async ({ params, pkg, services }) => {
  const version = versionOfTarball(pkg.name, params.file);
  if (!version) throw notFound(`${params.file} of ${pkg.name}`);
  if (await findRelease(services, pkg.name, version)) {
    throw conflict(
      `${pkg.name}@${version} is still published: run \`npm unpublish ${pkg.name}@${version}\``,
    );
  }
  return json({ ok: true });
});
