import type { Package } from '#domain/package.ts';
import { pageOf } from '#http/web/paging.ts';
import type { PackagesPage, ShownPackage } from '#web/people/packages.ts';

export const PACKAGES_AT_ONCE = 50;

/** One page of packages, as lists show them. */
export function shownPackages(all: readonly Package[], wanted: number): PackagesPage {
  const { items, ...paged } = pageOf(all, wanted, PACKAGES_AT_ONCE);
  return { ...paged, packages: items.map(toShownPackage) };
}

export const toShownPackage = ({
  name,
  distTags,
  visibility,
  modifiedAt,
}: Package): ShownPackage => ({
  name,
  version: distTags['latest'],
  visibility,
  modifiedAt,
});
