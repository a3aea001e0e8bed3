import { randomUUID } from 'node:crypto';

import { callAws, readBody } from './call.ts';
import { endpointOf } from './signature.ts';

/** The header by which answers and objects name their tags to the delivery network. */
export const TAG_HEADER = 'x-amz-meta-cache-tag';

const distributionOf = (): string | undefined => process.env['PANTRY_DISTRIBUTION'] || undefined;

/** Whether a delivery network keeps answers of this registry. */
export const hasEdge = (): boolean => distributionOf() !== undefined;

/**
 * Makes the delivery network ask again for everything that bears one of these tags. Does nothing where
 * there is none in front of the registry.
 */
export async function purgeEdge(tags: readonly string[]): Promise<void> {
  const distribution = distributionOf();
  if (distribution === undefined) return;
  const items = tags.map((tag) => `<Path>#${escapeXml(tag)}</Path>`).join('');
  const paths = `<Paths><Quantity>${tags.length}</Quantity><Items>${items}</Items></Paths>`;
  const response = await callAws(
    { service: 'cloudfront', place: endpointOf('cloudfront') },
    {
      method: 'POST',
      path: `/2020-05-31/distribution/${distribution}/invalidation`,
      headers: { 'content-type': 'application/xml' },
      body: `<InvalidationBatch xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">${paths}<CallerReference>${randomUUID()}</CallerReference></InvalidationBatch>`,
    },
  );
  await readBody(response);
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
