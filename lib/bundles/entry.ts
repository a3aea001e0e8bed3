import type { Store } from '#http/route.ts';

import type { GatewayFunction } from '../functions/gateway-functions.ts';
import { storesOf } from '../functions/stores.ts';
import { readsTable, writesTable } from './table-stores.ts';

/** A service that a function needs, and the code that makes it. */
interface Part {
  readonly needed: (stores: ReadonlySet<Store>) => boolean;
  readonly imports: string;
  /** A property of the services, or another argument of serve(). */
  readonly code: string;
}

const has =
  (...wanted: readonly Store[]) =>
  (stores: ReadonlySet<Store>): boolean =>
    wanted.some((store) => stores.has(store));

const SERVICES: readonly Part[] = [
  {
    needed: writesTable,
    imports: `import { openDocumentTable } from '#store/aws/document-table.ts';`,
    code: 'table: openDocumentTable()',
  },
  {
    needed: (stores) => readsTable(stores) && !writesTable(stores),
    imports: `import { openReadingTable } from '#store/aws/reading-table.ts';`,
    code: 'table: openReadingTable()',
  },
  {
    needed: has('limits:write'),
    imports: `import { createTableTally } from '#store/tally.ts';`,
    code: 'tally: createTableTally(() => services.table)',
  },
  {
    needed: has('downloads:read', 'missing:read', 'refused:read'),
    imports: `import { openStatistics } from '#store/downloads/statistics.ts';`,
    code: '...openStatistics(() => services.table)',
  },
  {
    needed: has('blobs:read', 'blobs:write'),
    imports: `import { openBlobs } from '#store/aws/blobs.ts';`,
    code: 'blobs: openBlobs()',
  },
  {
    needed: has('documents:read', 'documents:write'),
    imports: `import { openDocuments } from '#store/aws/documents.ts';`,
    code: 'documents: openDocuments()',
  },
  {
    needed: has('readmes:write'),
    imports: `import { openReadmes } from '#store/aws/readmes.ts';`,
    code: 'readmes: openReadmes()',
  },
  {
    needed: has('rendering'),
    imports: `import { renderHere } from '#store/render-here.ts';`,
    code: 'rendering: renderHere',
  },
  {
    needed: has('packages:write'),
    imports: `import { whenChanged } from '#functions/changed.ts';`,
    code: 'packageChanged: async (name) => whenChanged(services)(name)',
  },
  {
    needed: has('signer'),
    imports: `import { openSigner } from '#store/aws/kms-signer.ts';`,
    code: 'signer: openSigner()',
  },
  {
    needed: has('second-factor:check', 'sealer'),
    imports: `import { openSealer } from '#store/aws/parameter-sealer.ts';`,
    code: 'sealer: openSealer()',
  },
  {
    needed: has('second-factor:check'),
    imports: `import { useOneTimePass } from '#store/use-one-time-pass.ts';`,
    code: 'useOneTimePass: async (use) => useOneTimePass(services, use)',
  },
  {
    needed: has('trust-root:read'),
    imports: `import { openTrustRoot } from '#store/aws/trust-root.ts';`,
    code: 'trustRoot: openTrustRoot()',
  },
  {
    needed: has('identities'),
    imports: [
      `import { logError } from '#http/log.ts';`,
      `import { openIdentities } from '#store/ci/identities.ts';`,
    ].join('\n'),
    code: 'identities: openIdentities(logError)',
  },
  {
    needed: has('search'),
    imports: [
      `import { logError } from '#http/log.ts';`,
      `import { openSearch } from '#store/aws/search.ts';`,
    ].join('\n'),
    code: 'search: openSearch(logError)',
  },
  {
    needed: has('uploads:read', 'uploads:write', 'uploads:parts'),
    imports: `import { openUploads } from '#store/aws/uploads.ts';`,
    code: 'uploads: openUploads()',
  },
  {
    needed: has('first-admin'),
    imports: `import { firstAdminCode } from '#store/aws/secret.ts';`,
    code: 'firstAdminCode',
  },
  {
    needed: has('upstream:read', 'upstream:ask'),
    imports: [
      `import { logError } from '#http/log.ts';`,
      `import { openUpstreams } from '#store/aws/upstream/upstreams.ts';`,
    ].join('\n'),
    code: 'upstreams: openUpstreams(logError)',
  },
  {
    needed: has('upstream-cache:read', 'upstream-cache:write'),
    imports: `import { openUpstreamCache } from '#store/aws/upstream/cache.ts';`,
    code: 'upstreamCache: openUpstreamCache()',
  },
  {
    needed: has('sso'),
    imports: `import { openSignIn } from '#store/aws/sign-in.ts';`,
    code: 'signIn: openSignIn()',
  },
  {
    needed: has('dead-letters:read'),
    imports: `import { openDeadLetters } from '#store/aws/dead-letters.ts';`,
    code: 'deadLetters: openDeadLetters()',
  },
  {
    needed: has('request-figures'),
    imports: `import { cloudWatchFigures } from '#store/aws/cloud-watch.ts';`,
    code: 'requestFigures: cloudWatchFigures()',
  },
  {
    needed: has('jobs'),
    imports: `import { askForJob } from '#functions/ask-for-job.ts';`,
    code: 'runJob: askForJob',
  },
];

const DELIVERY: Part = {
  needed: has('downloads', 'blobs:link'),
  imports: `import { delivery } from '#functions/delivery.ts';`,
  code: 'delivery',
};

/** The module that Lambda loads for a function: its endpoints, and the services of their stores alone. */
export function entryOf({ endpoints }: GatewayFunction): string {
  const stores = storesOf(endpoints);
  const parts = SERVICES.filter(({ needed }) => needed(stores));
  const extra = DELIVERY.needed(stores) ? [DELIVERY] : [];
  const names = endpoints.map((_, index) => `endpoint${index}`);
  return [
    `import { compose } from '#functions/compose.ts';`,
    `import { serve } from '#http/api-gateway/serve.ts';`,
    ...endpoints.map((id, index) => `import * as endpoint${index} from '#endpoints/${id}.ts';`),
    ...new Set([...parts, ...extra].flatMap(({ imports }) => imports.split('\n'))),
    `const services = compose({ ${parts.map(({ code }) => code).join(', ')} });`,
    `export const handler = serve([${names.join(', ')}], services${extra.map(({ code }) => `, ${code}`).join('')});`,
  ].join('\n');
}
