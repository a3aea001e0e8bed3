import type { Json } from '#domain/manifest.ts';
import type { Principal } from '#domain/principal.ts';
import { sightOf } from '#http/sight.ts';
import { searchBehind } from '#http/upstream-search.ts';
import type { SearchHit } from '#store/search-index.ts';
import type { Services } from '#store/services.ts';
import type { UpstreamSearchQuery } from '#store/upstream/client.ts';

/** What somebody finds. */
export interface Found {
  readonly total: number;
  readonly hits: readonly SearchHit[];
  /** What the upstream has besides, in npm's own shape: it comes after all that is here. */
  readonly behind: readonly Json[];
}

/** Searches this registry, and the upstream for what is left of the page. */
export async function searchAll(
  query: UpstreamSearchQuery,
  principal: Principal,
  services: Services,
): Promise<Found> {
  const sees = await sightOf(principal, services.table);
  const { total, hits } = await services.search.search({ ...query, sees });
  const { text, size, from } = query;
  const rest = { text, size: size - hits.length, from: Math.max(0, from - total) };
  const behind = await searchBehind(rest, principal, services);
  return { total: total + behind.total, hits, behind: behind.objects };
}
