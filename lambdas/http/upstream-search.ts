import { isJsonObject, type Json } from '#domain/manifest.ts';
import { asPackageName } from '#domain/package-name.ts';
import { claimedAmong } from '#store/packages.ts';
import type { Services } from '#store/services.ts';
import type { UpstreamHits, UpstreamSearchQuery } from '#store/upstream/search.ts';

const NOTHING: UpstreamHits = { total: 0, objects: [] };

/**
 * What the upstream finds, marked, without what somebody has here. It is not told of what names a scope of
 * ours, since that is nobody else's business.
 */
export async function searchBehind(
  query: UpstreamSearchQuery,
  { upstreams, table }: Pick<Services, 'upstreams' | 'table'>,
): Promise<UpstreamHits> {
  if (!upstreams || query.text.trim() === '' || query.size === 0) return NOTHING;
  if (upstreams.ownScopes.some((scope) => query.text.includes(scope))) return NOTHING;
  const { total, objects } = await upstreams.search(query);
  const names = objects.map(nameOf).filter((name) => name !== undefined);
  const claimed = await claimedAmong(table, names);
  const theirs = objects.filter((object) => {
    const name = nameOf(object);
    return name !== undefined && upstreams.serves(name) && !claimed.has(name);
  });
  return { total, objects: theirs.map((object) => ({ ...object, upstream: true })) };
}

function nameOf({ package: pkg }: Json) {
  const name = isJsonObject(pkg) ? pkg['name'] : undefined;
  return typeof name === 'string' ? asPackageName(name) : undefined;
}
