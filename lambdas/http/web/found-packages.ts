import type { Package } from '#domain/package.ts';
import type { Principal } from '#domain/principal.ts';
import { sightOf } from '#http/sight.ts';
import { findVisiblePackages } from '#http/visible-packages.ts';
import type { SearchResult } from '#store/search-index.ts';
import type { Services } from '#store/services.ts';
import type { PackagesPage } from '#web/people/packages.ts';

import { PACKAGES_AT_ONCE, toShownPackage } from './shown-packages.ts';

interface Wanted {
  /** What finds them, such as `scope:acme`. */
  readonly text: string;
  /** Whether it is one of them as it is now: search knows of changes a moment late. */
  readonly is?: (pkg: Package) => boolean;
  /** Of the list, from 1 on; the last where it has not as many. */
  readonly page: number;
}

export interface FoundPage {
  readonly total: number;
  readonly packages: PackagesPage;
}

/** Pages end where search does: at 10,000 packages. */
const PAGES = 200;

/**
 * One page of packages that somebody may know of, what fits best first. However many there are, no more than these are
 * read: who asks may be anybody.
 */
export async function foundPackages(
  { text, is = () => true, ...wanted }: Wanted,
  principal: Principal,
  services: Services,
): Promise<FoundPage> {
  const sees = await sightOf(principal, services.table);
  const size = PACKAGES_AT_ONCE;
  const at = async (number: number): Promise<SearchResult> =>
    services.search.search({ text, from: (number - 1) * size, size, sees });
  const page = Math.min(wanted.page, PAGES);
  const first = await at(page);
  const pages = Math.max(1, Math.ceil(first.total / size));
  const { hits } = page > pages ? await at(pages) : first;
  const names = hits.map(({ document }) => document.name);
  const visible = await findVisiblePackages(principal, names, services);
  const found = names.flatMap((name) => visible.get(name) ?? []).filter(is);
  const packages = found.map(toShownPackage);
  return {
    total: pages === 1 ? packages.length : first.total,
    packages: { packages, page: Math.min(page, pages), pages },
  };
}
