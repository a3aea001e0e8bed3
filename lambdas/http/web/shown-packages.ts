import type { Package } from '#domain/package.ts';
import { pageOf } from '#http/web/paging.ts';
import type { PackagesPage } from '#web/people/packages.ts';

const AT_ONCE = 50;

/** One page of packages, as lists show them. */
export function shownPackages(all: readonly Package[], wanted: number): PackagesPage {
  const { items, ...paged } = pageOf(all, wanted, AT_ONCE);
  return {
    ...paged,
    packages: items.map(({ name, distTags, visibility, modifiedAt }) => ({
      name,
      version: distTags['latest'],
      visibility,
      modifiedAt,
    })),
  };
}
