import { gzipSync } from 'node:zlib';

import type { Reply, Shared } from '#http/reply.ts';
import type { CachePolicy } from '#http/route.ts';
import type { Markup } from '#web/markup.ts';

import { etagOf } from './show-page.ts';

interface Xml {
  /** `application/atom+xml` */
  readonly type: string;
  readonly text: Markup;
  /** What may be kept of it where everybody gets the same, and until when. */
  readonly cache: CachePolicy;
  readonly shared?: Shared | undefined;
}

/** What programs read of the pages: feeds and lists of pages. */
export function showXml({ type, text, cache, shared }: Xml): Reply {
  const bytes = Buffer.from(text.text);
  const open = shared?.audience === 'anyone';
  return {
    headers: {
      'content-type': `${type}; charset=utf-8`,
      'content-security-policy': "default-src 'none'",
      'x-content-type-options': 'nosniff',
      'cache-control': open ? cache.control : 'private, no-cache',
      etag: etagOf(bytes),
      vary: open ? 'accept-encoding' : 'accept-encoding, cookie',
    },
    body: { kind: 'gzip', bytes: gzipSync(bytes), size: bytes.length },
    ...(shared && { shared }),
  };
}
