import { createHash } from 'node:crypto';

import { renderBadge } from '#domain/badge.ts';
import { notFound } from '#domain/errors.ts';
import { badgeOf } from '#http/badge-of.ts';
import { cacheControl } from '#http/caching.ts';
import { endpoint } from '#http/endpoint.ts';
import { sharedWith } from '#http/reply.ts';
import { type CachePolicy, defineRoute } from '#http/route.ts';

const MINUTES: CachePolicy = {
  control: 'public, max-age=300',
  why: 'downloads and scores change without a publish; a badge may be five minutes old',
};

/** READMEs; with `.json` what services for badges ask for (`schemaVersion`, `label`, `message`, `color`). */
export const route = defineRoute({
  method: 'GET',
  path: '/-/badge/{package}/{badge}',
  summary:
    'Show a badge of a package: version, license, downloads or score, with `.svg` or `.json` behind it',
  permission: 'read',
  cache: MINUTES,
  stores: ['packages:read', 'blobs:read', 'downloads:read'],
});

export const handle = endpoint(route, async ({ params, pkg, services }) => {
  const { kind, format } = /^(?<kind>\w+)\.(?<format>svg|json)$/.exec(params.badge)?.groups ?? {};
  if (kind === undefined)
    throw notFound(`badge "${params.badge}": write it like version.svg, which`);
  const badge = await badgeOf(pkg, kind, services);
  const isSvg = format === 'svg';
  const text = isSvg ? renderBadge(badge) : JSON.stringify({ schemaVersion: 1, ...badge });
  const bytes = Buffer.from(text);
  const { shared } = sharedWith(pkg, services.policy);
  return {
    headers: {
      'content-type': isSvg ? 'image/svg+xml; charset=utf-8' : 'application/json',
      'content-security-policy': "default-src 'none'",
      'cache-control': cacheControl(MINUTES, pkg.visibility, services.policy),
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
    },
    body: { kind: 'bytes', bytes },
    ...(shared && { shared: { ...shared, until: services.now().getTime() + 300_000 } }),
  };
});
