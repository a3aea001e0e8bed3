import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import { PAGE } from '#http/caching.ts';
import type { Reply, Shared } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { layout, type Page } from '#web/layout.ts';

import { HTML_HEADERS } from './html-headers.ts';

/**
 * No script, style, form or frame but the registry's own. Images may come from elsewhere, as READMEs want them; who
 * shows them is not told where they stand.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' https: data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
].join('; ');

/** How a page is answered where that is not 200, for this person and moment alone. */
export interface Showing {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  /** Set where everybody gets the same; `maxAge`: seconds that it may be old. */
  readonly shared?: Shared | undefined;
}

/** A page as an answer. */
export function showPage(page: Page, request: Request, showing: Showing = {}): Reply {
  const { status = 200, headers, cookies, shared } = showing;
  const bytes = Buffer.from(layout(page, { url: request.baseUrl }).text);
  return {
    status,
    headers: {
      ...HTML_HEADERS,
      'content-security-policy': POLICY,
      'cache-control': shared?.audience === 'anyone' ? PAGE.control : 'private, no-store',
      ...(shared && { etag: etagOf(bytes) }),
      vary: shared ? 'accept-encoding' : 'accept-encoding, cookie',
      ...headers,
    },
    body: { kind: 'gzip', bytes: gzipSync(bytes), size: bytes.length },
    ...(cookies && { cookies }),
    ...(shared && { shared }),
  };
}

/** Weak, because the packed and the plain form share it. */
export const etagOf = (bytes: Uint8Array): string =>
  `W/"${createHash('sha256').update(bytes).digest('base64url').slice(0, 27)}"`;

/** On to another page, by GET: after a form, so that going back sends it to nobody again. */
export const goTo = (path: string, cookies?: readonly string[]): Reply => ({
  status: 303,
  headers: { location: path, 'cache-control': 'private, no-store' },
  ...(cookies && { cookies }),
});
