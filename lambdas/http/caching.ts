import type { Visibility } from '#domain/package.ts';
import { type AccessRules, isReadableByAnyone } from '#domain/permission.ts';
import type { CachePolicy } from '#http/route.ts';

/**
 * For what changes when somebody publishes: clients ask every time and mostly get a 304. A positive
 * age would hide a fresh publish from npm for that long. The edge keeps it until it is purged by tag.
 */
export const REVALIDATED: CachePolicy = {
  control: 'public, max-age=0, must-revalidate',
  why: 'changes with every publish: clients revalidate by ETag, the edge is purged by tag',
};

/** For what never changes under its name. */
export const IMMUTABLE: CachePolicy = {
  control: 'public, max-age=31536000, immutable',
  why: 'a published file never changes',
};

/** For what shows many packages: no purge could name all that it changes with. */
export const MINUTE: CachePolicy = {
  control: 'public, max-age=0, s-maxage=60, must-revalidate',
  why: 'changes with every publish of any package: the edge may be a minute behind, clients ask every time',
};

/** For lists of all that there is. */
export const HOUR: CachePolicy = {
  control: 'public, max-age=0, s-maxage=3600, must-revalidate',
  why: 'search engines come once a day, and it takes many reads to make: the edge may be an hour behind',
};

/** For pages, which show what changes without a publish too; each says until when the edge may keep it. */
export const PAGE: CachePolicy = {
  control: 'public, max-age=0, must-revalidate',
  why: 'browsers revalidate by ETag; the edge keeps it for a minute, or until it is purged by tag',
};

/** For what only some may read. */
const PRIVATE = 'private, no-store';

/** The header for a package's answer: caches between us and the client keep what anyone may read. */
export function cacheControl(
  policy: CachePolicy,
  visibility: Visibility,
  rules: AccessRules,
): string {
  return isReadableByAnyone(visibility, rules) ? policy.control : PRIVATE;
}
