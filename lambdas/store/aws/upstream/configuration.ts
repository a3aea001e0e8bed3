import type { UpstreamsConfiguration } from '#domain/upstream/configuration.ts';
import { openDocuments } from '#store/aws/documents.ts';
import { variable } from '#store/aws/environment.ts';
import type { UpstreamDocumentStores } from '#store/upstream/ask-upstream.ts';

/** Undefined: this registry has none. */
export function upstreamsConfiguration(): UpstreamsConfiguration | undefined {
  const { PANTRY_UPSTREAMS: text } = process.env;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the stack put it there, checked
  return text ? (JSON.parse(text) as UpstreamsConfiguration) : undefined;
}

/** What keys of everything that upstreams gave begin with, in the buckets of blobs and documents. */
export const UPSTREAM_PREFIX = 'upstream/';

export function openUpstreamStores(id: string): UpstreamDocumentStores {
  const bucket = variable('PANTRY_DOCUMENTS_BUCKET');
  return {
    received: openDocuments(bucket, `${UPSTREAM_PREFIX}${id}/received/`),
    served: openDocuments(bucket, `${UPSTREAM_PREFIX}${id}/served/`),
  };
}
