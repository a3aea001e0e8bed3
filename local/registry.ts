import { randomInt } from 'node:crypto';
import type { Server } from 'node:http';

import { hasPages } from '#domain/has-pages.ts';
import { sha256 } from '#domain/integrity.ts';
import { endpoints } from '#endpoints';
import type { Endpoint } from '#http/endpoint.ts';
import { logError } from '#http/log.ts';
import { collectGarbage } from '#jobs/collect-garbage.ts';
import { repairAll } from '#jobs/repair.ts';
import { withOutcome } from '#jobs/with-outcome.ts';
import { openIdentities } from '#store/ci/identities.ts';
import { openSearchIndex } from '#store/search/search-index.ts';
import type { JobName, Policy, Services } from '#store/services.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import { type PassUse, useOneTimePass } from '#store/use-one-time-pass.ts';
import { hasFirstAdmin } from '#store/users.ts';

import { refuseHalfRestored } from './backup/restoring.ts';
import { isLoopback, toPolicy } from './config/policy.ts';
import { BYTES_PER_MEGABYTE, type Settings } from './config/schema.ts';
import { type DataFolder, openDataFolder } from './data-folder.ts';
import { openLocalDownloads } from './downloads/open-downloads.ts';
import { createEdge } from './edge/edge.ts';
import { openBlobs } from './folder/blobs.ts';
import { openDocuments } from './folder/documents.ts';
import { openReadmes } from './folder/readmes.ts';
import { openSealer } from './folder/sealer.ts';
import { openSigner } from './folder/signer.ts';
import { openUploads } from './folder/uploads.ts';
import { createFollower } from './follow.ts';
import type { AccessLog } from './http/access-log.ts';
import type { HostRules } from './http/hosts.ts';
import { createRequestCounts } from './http/request-counts.ts';
import { createRegistryServer } from './http/server.ts';
import { uploadEndpoint } from './http/upload-endpoint.ts';
import { createMemoryTally } from './memory-tally.ts';
import { openThreadRendering } from './rendering/thread-rendering.ts';
import { checkNode } from './required-node.ts';
import { openLocalSignIn } from './sign-in.ts';
import { openTable, type Table } from './table/client.ts';
import { openTrustRoot } from './trust/trust-root.ts';
import { type LocalServices, startUpkeep } from './upkeep.ts';
import { openLocalUpstreams } from './upstreams.ts';

/** A registry on this machine, ready to listen. */
export interface LocalRegistry {
  readonly services: Services;
  /** Those of every registry, and what S3 does elsewhere. */
  readonly endpoints: readonly Endpoint[];
  readonly server: Server;
  /** The code that makes its user the first admin, where one is needed. */
  readonly firstAdminCode: string | undefined;
  readonly hasUsers: boolean;
  readonly folder: DataFolder;
  /** Finishes what was begun and lets go of the data folder. */
  close(): Promise<void>;
}

/**
 * Opens everything in a data folder, for the time that `now` tells. Throws FolderInUseError,
 * UnusableNodeError, or what is wrong with a file.
 */
export async function openRegistry(
  settings: Settings,
  log: AccessLog,
  now = (): Date => new Date(),
): Promise<LocalRegistry> {
  checkNode();
  const folder = openDataFolder(settings.data);
  try {
    refuseHalfRestored(folder);
    return await open(settings, log, folder, now);
  } catch (error) {
    folder.unlock();
    throw error;
  }
}

async function open(
  settings: Settings,
  log: AccessLog,
  folder: DataFolder,
  now: () => Date,
): Promise<LocalRegistry> {
  // Before anything is open that a start would have to close which a wrong file stops.
  const trust = await openTrustRoot(settings, folder.trust, now);
  const table = openTable({ file: folder.table, schema: TABLE_SCHEMA });
  const search = openSearch(folder, () => services);
  const firstAdmin = await firstAdminOf(table, settings);
  const edge = createEdge(settings.cacheSize * BYTES_PER_MEGABYTE, () => now().getTime());
  const files = await openFiles(folder, table, now);
  const requests = createRequestCounts(now);
  const common = { table, now, ...rulesOf(settings), trustRoot: trust.current };
  const behind = await openLocalUpstreams(settings, { ...common, folder: folder.upstream, edge });
  const downloads = openLocalDownloads(common, folder.downloads);
  const stores = {
    ...files,
    ...common,
    ...downloads.upToNow,
    requestFigures: requests.figures,
    search,
    upstreams: behind.upstreams,
    upstreamCache: behind.cache,
    ...secretsOf(firstAdmin, { ...common, ...files }),
  };
  const follower = createFollower({ ...stores, ...downloads.addedUp }, edge);
  const services: LocalServices = {
    ...stores,
    blobs: behind.blobs(stores.blobs),
    documents: follower.documents,
    packageChanged: follower.packageChanged,
    runJob: async (job) => withOutcome(services, { job }, async () => JOBS[job](services)),
  };
  const upkeep = await startUpkeep({ ...stores, services, follower });
  const parts = { services, endpoints: endpointsOf(stores) };
  const front = { log, downloads: downloads.counter, requests, hosts: hostsOf(settings) };
  return {
    ...parts,
    server: createRegistryServer({ ...parts, ...front, edge }),
    ...firstAdmin,
    folder,
    async close() {
      await Promise.all([upkeep.stop(), downloads.counter.close()]);
      await Promise.all([files.blobs.flush(), ...[behind, trust, files.rendering].map(closed)]);
      letGo([search, table], folder);
    },
  };
}

const closed = async (opened: { readonly close: () => Promise<void> }): Promise<void> =>
  opened.close();
function letGo(files: readonly { close(): void }[], folder: DataFolder): void {
  for (const file of files) file.close();
  folder.unlock();
}

type FirstAdmin = Pick<LocalRegistry, 'hasUsers' | 'firstAdminCode'>;

/** On loopback, and where there are users already, no code is needed. */
async function firstAdminOf(table: Table, { host }: Settings): Promise<FirstAdmin> {
  const hasUsers = await hasFirstAdmin(table);
  return { hasUsers, firstAdminCode: hasUsers || isLoopback(host) ? undefined : newCode() };
}

const secretsOf = (
  { firstAdminCode }: FirstAdmin,
  stores: Parameters<typeof useOneTimePass>[0],
) => ({
  firstAdminCode: async () => firstAdminCode && sha256(firstAdminCode),
  useOneTimePass: async (use: PassUse) => useOneTimePass(stores, use),
});

/** What settings alone make. */
const rulesOf = (settings: Settings) => ({
  policy: toPolicy(settings),
  signIn: openLocalSignIn(settings),
});

async function openFiles(folder: DataFolder, { journal }: Table, now: () => Date) {
  const blobs = openBlobs(folder.blobs, journal);
  return {
    blobs,
    uploads: openUploads(folder.uploads, blobs, now),
    documents: openDocuments(folder.documents),
    readmes: openReadmes(folder.readmes, now),
    signer: await openSigner(folder.signingKey),
    sealer: await openSealer(folder.sealingKey),
    identities: openIdentities(logError),
    tally: createMemoryTally(),
    rendering: openThreadRendering(),
  };
}

const openSearch = ({ search: file }: DataFolder, services: () => Services) =>
  openSearchIndex({ file, onDamage: (error) => void rebuildSearch(services(), error) });

async function rebuildSearch(services: Services, damage: unknown): Promise<void> {
  logError('the search index was damaged and is built anew', damage);
  try {
    await repairAll(services);
  } catch (error) {
    logError('search is incomplete until `pantry rebuild` is run', error);
  }
}

/** Without pages, `/` is for programs alone. */
const endpointsOf = ({ policy, uploads }: EndpointParts): readonly Endpoint[] => [
  ...ALL.filter(({ route: { page, path } }) => !page || path === '/' || hasPages(policy.publicUrl)),
  uploadEndpoint(uploads),
];

interface EndpointParts {
  readonly policy: Policy;
  readonly uploads: Parameters<typeof uploadEndpoint>[0];
}

const ALL: readonly Endpoint[] = Object.values(endpoints);

const hostsOf = ({ publicUrl, host, trustProxy }: Settings): HostRules => ({
  publicUrl,
  loopbackOnly: isLoopback(host),
  trustProxy,
});

const JOBS: Readonly<Record<JobName, (services: LocalServices) => Promise<object>>> = {
  rebuild: repairAll,
  gc: collectGarbage,
};

/** Digits, because npm's prompt for a one-time password takes nothing else. */
const newCode = (): string => Array.from({ length: 12 }, () => randomInt(10)).join('');
