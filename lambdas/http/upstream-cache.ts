import * as v from 'valibot';

import { notSupported } from '#domain/errors.ts';
import { PATTERN } from '#domain/upstream/pattern.ts';
import type { Services } from '#store/services.ts';
import type { CacheParts } from '#store/upstream/cache/upstream-cache.ts';

/** What looking after what is kept of upstreams takes. Throws where nothing ever is. */
export function cacheOf({ table, upstreamCache, now }: Services): CacheParts {
  if (upstreamCache) return { table, cache: upstreamCache, now };
  throw notSupported('this registry keeps nothing of upstreams');
}

/** Which packages are meant: `left-pad`, `eslint-*`, `@acme`. */
export const Pattern = v.pipe(
  v.string(),
  v.maxLength(256, 'must not be so long'),
  v.regex(PATTERN, 'must be a name, a scope, or either with stars in it, such as eslint-*'),
);

/** Where a page begins: what the one before said with `next`. */
export const After = v.optional(
  v.pipe(v.string(), v.regex(/^[ -~]{1,900}$/, 'must be what the page before said with `next`')),
);

const MOST = 1000;

/** How much one request is about. */
export const Size = v.pipe(
  v.string(),
  v.regex(/^[1-9]\d{0,5}$/, 'must be a whole number from 1 on'),
  v.transform((text) => Math.min(Number(text), MOST)),
);
