import path from 'node:path';
import registryUrl, { defaultUrl } from 'registry-url';

import type { PackageName } from '#domain/package-name.ts';
import { packageTag } from '#domain/package.ts';
import { upstreamId } from '#domain/upstream/id.ts';
import { REFUSED } from '#domain/upstream/log-marks.ts';
import type { UpstreamPolicy } from '#domain/upstream/policy.ts';
import { authorizationOf, policyOf, type UpstreamSettings } from '#domain/upstream/settings.ts';
import { logError } from '#http/log.ts';
import type { Blobs } from '#store/blobs.ts';
import type { Policy } from '#store/services.ts';
import type { TableClient } from '#store/table.ts';
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
import { type MalwareLists, openMalwareLists } from './malware/lists.ts';

/** The upstreams of a registry on this machine, and where what they gave can be read. */
export interface LocalUpstreams {
  readonly upstreams: Upstreams | undefined;
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

/** Opens what the settings say is behind this registry. */
export async function openLocalUpstreams(
  settings: Settings,
  { folder, table, policy, edge, now }: Parts,
): Promise<LocalUpstreams> {
  const listed = upstreamsOf(settings).map(withPolicy(settings));
  if (listed.length === 0) return NONE;
  const lists = await openLists(listed, settings, { folder, edge, now });
  const blobs = openCacheBlobs(path.join(folder, 'blobs'));
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
  const opened = listed.map((one) => {
    const documents = openUpstreamFolder(folder, one.url);
    const upstream = openUpstream({
      ...shared,
      client: settings.offline ? OFFLINE : openUpstreamClient(one.source),
      stores: documents,
      policy: one.policy,
      malware: lists.of(one.policy.malware),
      mismatch: reportMismatch(createMismatchRecorder(table, one.url, now)),
    });
    return { upstream, documents, packages: one.packages };
  });
  const upstreams = openUpstreams(opened, settings);
  const timer = sweepRegularly(blobs, settings.upstreamCacheSize * BYTES_PER_MEGABYTE);
  return {
    upstreams,
    blobs: (own) => ({ ...own, read: readEither(own, blobs) }),
    async close() {
      clearInterval(timer);
      await Promise.all([upstreams.close(), lists.close()]);
      const stores = opened.flatMap(({ documents }) => [documents.received, documents.served]);
      await Promise.all(stores.map(async (store) => store.flush()));
    },
  };
}

/** What anybody was told of a package counts no longer when something else is known of it. */
const openLists = async (
  listed: readonly { readonly policy: UpstreamPolicy }[],
  { offline }: Settings,
  { folder, edge, now }: Pick<Parts, 'folder' | 'edge' | 'now'>,
): Promise<MalwareLists> =>
  openMalwareLists(
    listed.flatMap(({ policy }) => policy.malware),
    {
      folder: path.join(folder, 'malware'),
      offline,
      now,
      changed: (names) => edge.purge(names.map(packageTag)),
    },
  );

/** Each upstream's documents have a folder of their own. */
function openUpstreamFolder(folder: string, url: string) {
  const name = upstreamId(url);
  return {
    received: openDocuments(path.join(folder, name, 'received')),
    served: openDocuments(path.join(folder, name, 'served')),
  };
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
    logError(REFUSED, mismatch);
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

/** With all of it read, so that what can't be used stops the start before anything is opened. */
const withPolicy = (settings: Settings) => (one: Listed) => ({
  ...one,
  source: sourceOf(one),
  policy: policyOf(one, settings),
});

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

const NONE: LocalUpstreams = {
  upstreams: undefined,
  blobs: (own) => own,
  close: async () => {},
};

/** Both are named by their content: where they are makes no difference to what they are. */
const readEither = (own: Blobs, theirs: Blobs): Blobs['read'] =>
  async function* either(key, range) {
    yield* ((await own.find(key)) ? own : theirs).read(key, range);
  };
