import path from 'node:path';
import registryUrl from 'registry-url';

import { packageTag } from '#domain/package.ts';
import type { UpstreamPolicy } from '#domain/upstream/policy.ts';
import { logError } from '#http/log.ts';
import type { Blobs } from '#store/blobs.ts';
import type { Policy } from '#store/services.ts';
import type { TableClient } from '#store/table.ts';
import { openUpstreamClient, type UpstreamClient } from '#store/upstream/client.ts';
import { OFFLINE } from '#store/upstream/offline-client.ts';
import { openUpstream, type Upstream, type UpstreamParts } from '#store/upstream/upstream.ts';

import { ConfigurationError } from './config/load.ts';
import { isLoopback } from './config/policy.ts';
import { BYTES_PER_MEGABYTE, type Settings } from './config/schema.ts';
import type { Edge } from './edge/edge.ts';
import { type CacheBlobs, openCacheBlobs } from './folder/blobs.ts';
import { evict } from './folder/cache-limit.ts';
import { openDocuments } from './folder/documents.ts';

/** The upstream of a registry on this machine, and where what it gave can be read. */
export interface LocalUpstream {
  readonly upstream: Upstream | undefined;
  /** Blobs of people here, and beside them those of the upstream. */
  readonly blobs: <T extends Blobs>(own: T) => T;
  close(): Promise<void>;
}

interface Parts {
  readonly folder: string;
  readonly table: TableClient;
  readonly policy: Policy;
  readonly edge: Edge;
  readonly now: () => Date;
}

/** Opens what the settings say is behind this registry. */
export function openLocalUpstream(
  settings: Settings,
  { folder, table, policy, edge, now }: Parts,
): LocalUpstream {
  const { upstreamMaxAge, upstreamCacheSize, ownScopes, shadowing } = settings;
  const url = urlOf(settings);
  if (url === undefined) return NONE;
  checkOther(url, settings);
  const documents = {
    received: openDocuments(path.join(folder, 'received')),
    served: openDocuments(path.join(folder, 'served')),
  };
  const blobs = openCacheBlobs(path.join(folder, 'blobs'));
  const upstream = openUpstream({
    client: settings.offline ? OFFLINE : clientOf(url, settings),
    stores: documents,
    table,
    blobs,
    used: blobs.use,
    baseUrl: policy.publicUrl,
    maxAge: upstreamMaxAge * 1000,
    limit: policy.limits.tarball,
    ownScopes,
    shadowing,
    policy: policyOf(settings),
    ...REPORTS,
    now,
    changed: (name) => edge.purge([packageTag(name)]),
  });
  const timer = sweepRegularly(blobs, upstreamCacheSize * BYTES_PER_MEGABYTE);
  return {
    upstream,
    blobs: (own) => ({ ...own, read: readEither(own, blobs) }),
    async close() {
      clearInterval(timer);
      await upstream.close();
      await Promise.all([documents.received.flush(), documents.served.flush()]);
    },
  };
}

const HOUR = 3_600_000;
/** Milliseconds between two looks at how much is kept. */
const SWEEP = HOUR;

const REPORTS = {
  mismatch: (error) => logError('a tarball of the upstream is refused', error),
  reportAdvisories: (error) => logError('the upstream gave no advisories', error),
  reportKeys: (error) => logError('the upstream gave no keys', error),
  reportSearch: (error) => logError('the upstream could not be searched', error),
  report: (message, error, name) => logError(message, error, { package: name }),
} satisfies Partial<UpstreamParts>;

const policyOf = ({ minAge, ...rest }: Settings): UpstreamPolicy => ({
  minAge: minAge * HOUR,
  minAgeExempt: rest.minAgeExempt,
  deny: rest.deny,
  installScripts: rest.installScripts,
});

function sweepRegularly(blobs: CacheBlobs, limit: number): NodeJS.Timeout {
  const sweep = async (): Promise<void> => {
    try {
      await evict(blobs, limit);
    } catch (error) {
      logError('tarballs of the upstream could not be cleared away', error);
    }
  };
  return setInterval(() => void sweep(), SWEEP).unref();
}

const clientOf = (url: string, { upstreamToken }: Settings): UpstreamClient =>
  openUpstreamClient({
    url,
    ...(upstreamToken !== undefined && { authorization: `Bearer ${upstreamToken}` }),
  });

/** As it is set, or as npm's own configuration has it. Without a slash at the end. */
function urlOf({ upstream }: Settings): string | undefined {
  if (upstream === 'none') return undefined;
  return upstream === 'npm' ? registryUrl().replace(/\/+$/, '') : upstream;
}

/** A registry behind itself would ask itself without end. */
function checkOther(url: string, { port, publicUrl }: Settings): void {
  const { hostname, port: theirs, origin } = new URL(url);
  const here = isLoopback(hostname.replace(/^\[(.*)\]$/, '$1')) && theirs === String(port);
  if (!here && (publicUrl === undefined || new URL(publicUrl).origin !== origin)) return;
  throw new ConfigurationError(
    `the upstream ${url} is this registry itself: set upstream to the registry that is to be behind it, or to none`,
  );
}

const NONE: LocalUpstream = {
  upstream: undefined,
  blobs: (own) => own,
  close: async () => {},
};

/** Both are named by their content: where they are makes no difference to what they are. */
const readEither = (own: Blobs, theirs: Blobs): Blobs['read'] =>
  async function* either(key, range) {
    yield* ((await own.find(key)) ? own : theirs).read(key, range);
  };
