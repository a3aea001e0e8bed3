import { isJsonObject, type Json } from '#domain/manifest.ts';

import { readInto } from './byte-limit.ts';
import type { UpstreamClient, UpstreamSearchQuery } from './client.ts';
import { UpstreamError } from './upstream-error.ts';

export interface UpstreamSearchParts {
  readonly client: UpstreamClient;
  /** Told why nothing was found. */
  readonly reportSearch: (error: unknown) => void;
}

/** What an upstream found, in npm's own shape. */
export interface UpstreamHits {
  readonly total: number;
  readonly objects: readonly Json[];
}

/** Milliseconds that somebody who searches waits for others. */
const PATIENCE = 2000;
const LARGEST_ANSWER = 16 * 1024 * 1024;
const NOTHING: UpstreamHits = { total: 0, objects: [] };

/** Searches the upstream; nothing, where it does not answer in time. */
export async function searchUpstream(
  { client, reportSearch }: UpstreamSearchParts,
  query: UpstreamSearchQuery,
): Promise<UpstreamHits> {
  try {
    const { status, body } = await client.search(query, AbortSignal.timeout(PATIENCE));
    const chunks = await Array.fromAsync(readInto(body, LARGEST_ANSWER, () => {}));
    if (status !== 200) throw new UpstreamError('unreachable', `it answered ${status}`);
    const answer: unknown = JSON.parse(Buffer.concat(chunks).toString());
    return isJsonObject(answer) ? hitsOf(answer) : NOTHING;
  } catch (error) {
    reportSearch(error);
    return NOTHING;
  }
}

function hitsOf({ objects, total }: Json): UpstreamHits {
  if (!Array.isArray(objects)) return NOTHING;
  const found = objects.filter(isJsonObject).filter(({ package: pkg }) => isJsonObject(pkg));
  return { total: typeof total === 'number' ? total : found.length, objects: found };
}
