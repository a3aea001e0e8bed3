import { notFound } from '#domain/errors.ts';
import type { Package } from '#domain/package.ts';
import { renderVersion } from '#domain/packument.ts';
import { asVersion, bestMatch, isRange, type Version } from '#domain/version.ts';
import { requireRead } from '#http/access.ts';
import { REVALIDATED } from '#http/caching.ts';
import { endpoint } from '#http/endpoint.ts';
import { packageReply } from '#http/package-reply.ts';
import type { Reply } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { upstreamVersion } from '#http/upstream-reply.ts';
import { isShownPage, pageInstead } from '#http/web/page-instead.ts';
import { findRelease, listReleases } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { versionPath } from '#web/paths.ts';

/** corepack (`/pnpm/latest`, `/yarn/1.22.22`), `npm view` of other registries, people with curl. */
export const route = defineRoute({
  method: 'GET',
  path: '/{package}/{version}',
  summary: 'Read one version, named by number, dist-tag or range',
  permission: 'document',
  cache: REVALIDATED,
  stores: ['blobs:read', 'upstream:read', 'downloads'],
  misses: 'version',
});

export const handle = endpoint(route, async ({ params, request, services }) => {
  if (isShownPage(request, services)) {
    return pageInstead(versionPath(params.package, params.version));
  }
  const theirs = await upstreamVersion(params, request, services);
  if (theirs) return forClients(theirs);
  const pkg = await requireRead(params.package, request, services);
  const version = await resolve(pkg, params.version, services);
  const release = version && (await findRelease(services, pkg.name, version));
  if (!release) throw notFound(`${pkg.name}@${params.version}`);
  return forClients(packageReply(pkg, renderVersion(release, request.baseUrl), services));
});

/** Browsers are sent to the page. */
const forClients = (reply: Reply): Reply =>
  reply.shared ? { ...reply, shared: { ...reply.shared, form: 'json' } } : reply;

async function resolve(pkg: Package, text: string, services: Services) {
  const named: Version | undefined = pkg.distTags[text] ?? asVersion(text);
  if (named !== undefined || !isRange(text)) return named;
  const releases = await listReleases(services, pkg.name);
  return bestMatch(
    releases.map(({ version }) => version),
    text,
  );
}
