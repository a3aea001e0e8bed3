import { createHash } from 'node:crypto';

import type { Package } from '#domain/package.ts';
import { cacheControl, REVALIDATED } from '#http/caching.ts';
import { type Reply, sharedWith } from '#http/reply.ts';
import type { Services } from '#store/services.ts';

/** A JSON answer about a package: kept by the edge where anyone may have it, by nobody otherwise. */
export function packageReply(
  pkg: Pick<Package, 'name' | 'visibility'>,
  value: unknown,
  { policy }: Pick<Services, 'policy'>,
): Reply {
  const bytes = Buffer.from(JSON.stringify(value));
  return {
    headers: {
      'content-type': 'application/json',
      'cache-control': cacheControl(REVALIDATED, pkg.visibility, policy),
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`,
    },
    body: { kind: 'bytes', bytes },
    ...sharedWith(pkg, policy),
  };
}
