import path from 'node:path';

import type { PackageName } from '#domain/package-name.ts';
import { packageTag } from '#domain/package.ts';
import type { Form } from '#domain/packument.ts';
import { upstreamId } from '#domain/upstream/id.ts';
import { REFUSED } from '#domain/upstream/log-marks.ts';
import type { UpstreamPolicy } from '#domain/upstream/policy.ts';
import { logError } from '#http/log.ts';
import type { Blobs } from '#store/blobs.ts';
import type { Policy } from '#store/services.ts';
import type { TableClient } from '#store/table.ts';
import type { UpstreamCache } from '#store/upstream/cache/upstream-cache.ts';
import { openUpstreamClient } from '#store/upstream/client.ts';
import { noteMalwareChange } from '#store/upstream/malware-note.ts';
import { createMismatchRecorder, type Mismatch } from '#store/upstream/mismatch.ts';
import { OFFLINE } from '#store/upstream/offline-client.ts';
import { openUpstream, type UpstreamParts } from '#store/upstream/upstream.ts';
import { openUpstreams, type Upstreams } from '#store/upstream/upstreams.ts';

import { BYTES_PER_MEGABYTE, type Settings } from './config/schema.ts';
import { type ConfiguredUpstream, configuredUpstreams } from './config/upstreams.ts';
import type { Edge } from './edge/edge.ts';
import { type CacheBlobs, openCacheBlobs } from './folder/blobs.ts';
import { evict } from './folder/cache-limit.ts';
import { openDocuments } from './folder/documents.ts';
import { openUpstreamCache } from './folder/upstream-cache.ts';
import { type MalwareLists, openMalwareLists } from './malware/lists.ts';
import { createReadAhead, type ReadAhead } from './read-ahead.ts';

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
export async function openLocalUpstreams(
  settings: Settings,
  parts: Parts,
): Promise<LocalUpstreams> {
  const { folder, edge } = parts;
  const limit = settings.upstreamCacheSize * BYTES_PER_MEGABYTE;
  const blobs = openCacheBlobs(path.join(folder, 'blobs'));
  const listed = configuredUpstreams(settings);
  const lists = await openLists(listed, settings, parts);
  let ahead: ReadAhead | undefined;
  const needs = (names: readonly string[], form: Form): void => ahead?.add(names, form);
  const opened = openEach(listed, settings, { ...parts, blobs, lists, needs });
  const upstreams = opened.length === 0 ? undefined : openUpstreams(opened, settings);
  ahead = upstreams && settings.readAhead ? createReadAhead({ ...parts, upstreams }) : undefined;
  const cache = openUpstreamCache({
    folder,
    blobs,
    limit,
    opened: new Map(opened.flatMap(({ documents }) => [...documents])),
    forget: (name) => upstreams?.forget(name),
    removed: (name) => edge.purge([packageTag(name)]),
  });
  blobs.count().catch((error: unknown) => logError(UNCOUNTED, error));
  const timer = sweepRegularly(blobs, limit);
  return {
    upstreams,
    cache,
    blobs: (own) => (upstreams ? { ...own, read: readEither(own, blobs) } : own),
    async close() {
      clearInterval(timer);
      ahead?.close();
      await Promise.all([upstreams?.close(), lists.close()]);
      await cache.flush();
    },
  };
}

interface Opening extends Parts {
  readonly blobs: CacheBlobs;
  readonly lists: MalwareLists;
  readonly needs: (names: readonly string[], form: Form) => void;
}

function openEach(
  listed: readonly ConfiguredUpstream[],
  settings: Settings,
  { folder, table, policy, edge, now, blobs, lists, needs }: Opening,
) {
  const shared = {
    table,
    blobs,
    used: blobs.use,
    baseUrl: policy.publicUrl,
    maxAge: settings.upstreamMaxAge * 1000,
    limit: policy.limits.tarball,
    ...REPORTS,
    needs,
    now,
    changed: (name: PackageName) => edge.purge([packageTag(name)]),
  };
  return listed.map((one) => {
    const stores = openUpstreamFolder(folder, one.url);
    const upstream = openUpstream({
      ...shared,
      client: settings.offline ? OFFLINE : openUpstreamClient(one.source),
      stores,
      policy: one.policy,
      malware: lists.of(one.policy.malware),
      mismatch: reportMismatch(createMismatchRecorder({ table, now, policy }, one.url)),
    });
    const { url, packages, policy: rules } = one;
    return { upstream, documents: stores.byPlace, url, packages, policy: rules };
  });
}

/** What anybody was told of a package counts no longer when something else is known of it. */
const openLists = async (
  listed: readonly { readonly policy: UpstreamPolicy }[],
  { offline }: Settings,
  { folder, edge, ...stores }: Parts,
): Promise<MalwareLists> =>
  openMalwareLists(
    listed.flatMap(({ policy }) => policy.malware),
    {
      folder: path.join(folder, 'malware'),
      offline,
      now: stores.now,
      changed: (names, list) => {
        edge.purge(names.map(packageTag));
        noteMalwareChange(stores, { list, changed: names.length }).catch((error: unknown) =>
          logError('a change of a list of malware could not be noted', error, { list }),
        );
      },
    },
  );

/** Each upstream's documents have a folder of their own. */
function openUpstreamFolder(folder: string, url: string) {
  const name = upstreamId(url);
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

const UNCOUNTED = 'tarballs of the upstream could not be counted';

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

/** Both are named by their content: where they are makes no difference to what they are. */
const readEither = (own: Blobs, theirs: Blobs): Blobs['read'] =>
  async function* either(key, range) {
    yield* ((await own.find(key)) ? own : theirs).read(key, range);
  };
