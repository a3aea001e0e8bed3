import { notFound } from '#domain/errors.ts';
import { asVersion } from '#domain/version.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { scoreOf } from '#http/score-of.ts';
import { findRelease } from '#store/releases.ts';

/** How well a version is made, as far as what is stored of it tells. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/packages/{package}/score/{version}',
  summary:
    "Tell a version's score, named by number or dist-tag: each point, why, and how to gain it",
  permission: 'read',
  stores: ['packages:read', 'blobs:read'],
});

export const handle = endpoint(route, async ({ params, pkg, services }) => {
  const version = pkg.distTags[params.version] ?? asVersion(params.version);
  const release = version && (await findRelease(services, pkg.name, version));
  if (!release) throw notFound(`${pkg.name}@${params.version}`);
  const score = await scoreOf(release, services);
  return json({ package: pkg.name, version: release.version, ...score });
});
