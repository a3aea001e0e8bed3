import { openBlobs } from '#store/aws/blobs.ts';
import { variable } from '#store/aws/environment.ts';
import { openReadingTable } from '#store/aws/reading-table.ts';
import { openUpstreams as openAll, type Upstreams } from '#store/upstream/upstreams.ts';

import { openUpstreamStores, UPSTREAM_PREFIX, upstreamsConfiguration } from './configuration.ts';
import { type DistantUpstreamParts, openDistantUpstream } from './distant-upstream.ts';

/** The upstreams for a function that faces clients; undefined: this registry has none. */
export function openUpstreams(report: DistantUpstreamParts['report']): Upstreams | undefined {
  const configuration = upstreamsConfiguration();
  if (!configuration) return undefined;
  const shared = {
    proxy: variable('PANTRY_PROXY'),
    table: openReadingTable(),
    blobs: openBlobs(variable('PANTRY_BLOBS_BUCKET'), UPSTREAM_PREFIX),
    maxAge: configuration.maxAge,
    now: () => new Date(),
    report,
  };
  const listed = configuration.list.map(({ id, url, policy, packages }) => ({
    url,
    policy,
    packages,
    upstream: openDistantUpstream({ ...shared, id, policy, stores: openUpstreamStores(id) }),
  }));
  return openAll(listed, configuration);
}
