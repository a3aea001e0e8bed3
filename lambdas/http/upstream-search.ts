import { isJsonObject, type Json } from '#domain/manifest.ts';
import { asPackageName } from '#domain/package-name.ts';
import type { Principal } from '#domain/principal.ts';
import { readable } from '#http/decide.ts';
import { claimedAmong, findPackages } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import type { UpstreamSearchQuery } from '#store/upstream/client.ts';
import type { UpstreamHits } from '#store/upstream/search.ts';
import { namesScope } from '#store/upstream/upstreams.ts';

const NOTHING: UpstreamHits = { total: 0, objects: [] };

/**
 * What the upstream finds, marked, without what somebody has here. It is not told of what names a scope of
 * ours, since that is nobody else's business.
 */
export async function searchBehind(
  query: UpstreamSearchQuery,
  principal: Principal,
  services: Pick<Services, 'upstreams' | 'table' | 'policy'>,
): Promise<UpstreamHits> {
  const { upstreams, table } = services;
  if (!upstreams || query.text.trim() === '' || query.size === 0) return NOTHING;
  if (upstreams.ownScopes.some((scope) => namesScope(query.text, scope))) return NOTHING;
  if (await namesSecret(query.text, principal, services)) return NOTHING;
  const { total, objects } = await upstreams.search(query);
  const names = objects.map(nameOf).filter((name) => name !== undefined);
  const claimed = await claimedAmong(table, names);
  const theirs = objects.filter((object) => {
    const name = nameOf(object);
    return name !== undefined && upstreams.serves(name) && !claimed.has(name);
  });
  return { total, objects: theirs.map((object) => ({ ...object, upstream: true })) };
}

/**
 * Whether a private package is searched for by somebody who may be at home in it. Who is not logged in is not
 * told of it by what is missing.
 */
async function namesSecret(
  text: string,
  principal: Principal,
  services: Pick<Services, 'table' | 'policy'>,
): Promise<boolean> {
  if (principal.kind !== 'user') return false;
  const words = text.split(/[\s,]+/).map(asPackageName);
  const names = words.filter((name) => name !== undefined);
  const found = await findPackages(services.table, names);
  const reads = names.map((name) => ({ name, pkg: found.get(name) }));
  const seen = await readable(principal, reads, services);
  return names.some((name) => seen.has(name) && found.get(name)?.visibility === 'private');
}

function nameOf({ package: pkg }: Json) {
  const name = isJsonObject(pkg) ? pkg['name'] : undefined;
  return typeof name === 'string' ? asPackageName(name) : undefined;
}
