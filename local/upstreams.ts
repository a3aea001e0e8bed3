import path from 'node:path';
import registryUrl, { defaultUrl } from 'registry-url';

import { sha256 } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import { packageTag } from '#domain/package.ts';
import { authorizationOf, policyOf, type UpstreamSettings } from '#domain/upstream/settings.ts';
import { logError } from '#http/log.ts';
import type { Blobs } from '#store/blobs.ts';
import type { Policy } from '#store/services.ts';
import type { TableClient } from '#store/table.ts';
import type { UpstreamCache } from '#store/upstream/cache/upstream-cache.ts';
import { openUpstreamClient, type UpstreamSource } from '#store/upstream/client.ts';
import { createMismatchRecorder, type Mismatch } from '#store/upstream/mismatch.ts';
import { OFFLINE } from '#store/upstream/offline-client.ts';
import { openUpstream, type UpstreamParts } from '#store/upstream/upstream.ts';
import { openUpstreams, type Upstreams } from '#store/upstream/upstreams.ts';

import { ConfigurationError } from './config/load.ts';
import { isLoopback } from './config/policy.ts';
import { BYTES_PER_MEGABYTE, type Settings } from './config/schema.ts';
import type { Edge } from './edge/edge.ts';
import { type CacheBlobs, openCacheBlobs } from './folder/blobs.ts';
import { evict } from './folder/cache-limit.ts';
import { openDocuments } from './folder/documents.ts';
import { openUpstreamCache } from './folder/upstream-cache.ts';

/** The upstreams of a registry on this machine, and where what they gave can be read. */
export interface LocalUpstreams {
  readonly upstreams: Upstreams | undefined;
  readonly cache: UpstreamCache;
  /** Blobs of people here, and beside them those of upstreams. */
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

/** Opens what the settings say is behind this registry, and what is kept of it. */
export function openLocalUpstreams(settings: Settings, parts: Parts): LocalUpstreams {
  const { folder, edge } = parts;
  const limit = settings.upstreamCacheSize * BYTES_PER_MEGABYTE;
  const blobs = openCacheBlobs(path.join(folder, 'blobs'));
  const opened = openEach(settings, parts, blobs);
  const upstreams = opened.length === 0 ? undefined : openUpstreams(opened, settings);
  const cache = openUpstreamCache({
    folder,
    blobs,
    limit,
    opened: new Map(opened.flatMap(({ documents }) => [...documents])),
    forget: (name) => upstreams?.forget(name),
    removed: (name) => edge.purge([packageTag(name)]),
  });
  const timer = sweepRegularly(blobs, limit);
  return {
    upstreams,
    cache,
    blobs: (own) => (upstreams ? { ...own, read: readEither(own, blobs) } : own),
    async close() {
      clearInterval(timer);
      await upstreams?.close();
      await cache.flush();
    },
  };
}

function openEach(
  settings: Settings,
  { folder, table, policy, edge, now }: Parts,
  blobs: CacheBlobs,
) {
  const shared = {
    table,
    blobs,
    used: blobs.use,
    baseUrl: policy.publicUrl,
    maxAge: settings.upstreamMaxAge * 1000,
    limit: policy.limits.tarball,
    ...REPORTS,
    now,
    changed: (name: PackageName) => edge.purge([packageTag(name)]),
  };
  return upstreamsOf(settings).map((one) => {
    const stores = openUpstreamFolder(folder, one.url);
    const upstream = openUpstream({
      ...shared,
      client: settings.offline ? OFFLINE : openUpstreamClient(sourceOf(one)),
      stores,
      policy: policyOf(one, settings),
      mismatch: reportMismatch(createMismatchRecorder(table, one.url, now)),
    });
    return { upstream, documents: stores.byPlace, packages: one.packages };
  });
}

/** Each upstream's documents have a folder of their own: who has another one sees nothing of the last. */
function openUpstreamFolder(folder: string, url: string) {
  const name = `${new URL(url).hostname}-${sha256(url).slice(0, 12)}`;
  const [received, served] = [path.join(name, 'received'), path.join(name, 'served')];
  const stores = {
    received: openDocuments(path.join(folder, received)),
    served: openDocuments(path.join(folder, served)),
  };
  const byPlace = new Map([
    [received, stores.received],
    [served, stores.served],
  ]);
  return { ...stores, byPlace };
}

/** Milliseconds between two looks at how much is kept. */
const SWEEP = 3_600_000;

const REPORTS = {
  reportAdvisories: (error) => logError('the upstream gave no advisories', error),
  reportKeys: (error) => logError('the upstream gave no keys', error),
  reportSearch: (error) => logError('the upstream could not be searched', error),
  report: (message, error, name) => logError(message, error, { package: name }),
} satisfies Partial<UpstreamParts>;

/** In the log at once; in the audit log as soon as the table has it. */
const reportMismatch =
  (record: (mismatch: Mismatch) => Promise<void>) =>
  (mismatch: Mismatch): void => {
    logError('a tarball of the upstream is refused', mismatch);
    record(mismatch).catch((error: unknown) => {
      logError('a refused tarball could not be written into the audit log', error);
    });
  };

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

type Listed = Omit<UpstreamSettings, 'url'> & { readonly url: string };

/** The upstreams that the settings name, or the one that they name. */
export function upstreamsOf(settings: Settings): readonly Listed[] {
  const { upstream, upstreams, upstreamToken: token } = settings;
  if (upstreams.length === 0) {
    return upstream === 'none'
      ? []
      : [{ url: urlOf(upstream, settings), ...(token !== undefined && { token }) }];
  }
  return upstreams.map((one) => ({ ...one, url: urlOf(one.url, settings) }));
}

const sourceOf = (one: Listed): UpstreamSource => {
  const authorization = authorizationOf({
    token: expand(one.token),
    username: expand(one.username),
    password: expand(one.password),
  });
  return { url: one.url, ...(authorization !== undefined && { authorization }) };
};

/** Secrets need not stand in a file: `${NAME}` is a variable of the environment. */
function expand(text: string | undefined): string | undefined {
  return text?.replaceAll(/\$\{(\w+)\}/g, (_, name: string) => {
    const { [name]: value } = process.env;
    if (value !== undefined) return value;
    throw new ConfigurationError(
      `an upstream wants the variable ${name}, which is not set: set it, or take it out of "upstreams"`,
    );
  });
}

/** A registry behind itself would ask itself without end. */
function urlOf(wanted: string, settings: Settings): string {
  const url = wanted === 'npm' ? registryUrl() : wanted;
  if (!isItself(url, settings)) return url.replace(/\/+$/, '');
  // Whose npm is set up for this registry still wants the packages of others.
  if (wanted === 'npm') return defaultUrl.replace(/\/+$/, '');
  throw new ConfigurationError(
    `the upstream ${url} is this registry itself: set upstream to the registry that is to be behind it, or to none`,
  );
}

function isItself(url: string, { port, publicUrl }: Settings): boolean {
  const { hostname, port: theirs, origin } = new URL(url);
  const here = isLoopback(hostname.replace(/^\[(.*)\]$/, '$1')) && theirs === String(port);
  return here || (publicUrl !== undefined && new URL(publicUrl).origin === origin);
}

/** Both are named by their content: where they are makes no difference to what they are. */
const readEither = (own: Blobs, theirs: Blobs): Blobs['read'] =>
  async function* either(key, range) {
    yield* ((await own.find(key)) ? own : theirs).read(key, range);
  };
