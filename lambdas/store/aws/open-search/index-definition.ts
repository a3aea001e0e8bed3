import { FORMAT } from '#domain/search/search-terms.ts';

import type { AskDomain } from './request.ts';

/** Raised with what is written besides the terms. */
const LAYOUT = 1;

/** Another make has another index: what an older one holds is not searched by rules that it was not made for. */
export const INDEX = `packages-${LAYOUT}-${FORMAT}`;

/** Terms are compared, never taken apart; documents are only handed out. */
const DEFINITION = {
  settings: {
    // One shard holds 50 GB, which are tens of millions of packages.
    index: { number_of_shards: 1, auto_expand_replicas: '0-1', gc_deletes: '24h' },
  },
  mappings: {
    dynamic: false,
    properties: {
      terms: { type: 'keyword', index_options: 'docs', norms: false, doc_values: false },
      name: { type: 'keyword' },
      visibility: { type: 'keyword' },
      // Never below 0, which a score may not be.
      standing: { type: 'float', index: false },
    },
  },
} as const;

const ALREADY_THERE = 400;

/** Makes the index unless it is there. */
export async function createIndex(ask: AskDomain, index: string): Promise<void> {
  const { status, body } = await ask({
    method: 'PUT',
    path: `/${index}`,
    body: DEFINITION,
    answers: [ALREADY_THERE],
  });
  const exists = JSON.stringify(body).includes('resource_already_exists_exception');
  if (status === ALREADY_THERE && !exists) {
    throw new Error(`OpenSearch made no index ${index}: ${JSON.stringify(body).slice(0, 300)}`);
  }
}
