import { withPublicIssuers } from '#domain/ci/issuers.ts';
import type { Policy, Services } from '#store/services.ts';

/**
 * Services of one Lambda: the stores of its routes. What they do not name is not in its bundle, and says so
 * when it is used.
 */
export function compose(parts: Partial<Services>): Services {
  const services = { policy: readPolicy(), now: () => new Date(), ...parts };
  const others = NAMES.filter((name) => !(name in services));
  const absent = others.map((name) => [name, { get: () => missing(name) }] as const);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is not there throws when it is used
  return Object.defineProperties(services, Object.fromEntries(absent)) as Services;
}

const NAMES = [
  'table',
  'tally',
  'blobs',
  'documents',
  'readmes',
  'rendering',
  'signer',
  'sealer',
  'identities',
  'search',
  'uploads',
  'trustRoot',
  'firstAdminCode',
  'downloadTotals',
  'downloadCounts',
  'registryDownloads',
  'registryAddresses',
  'missingCounts',
  'refusedVersions',
  'popularPackages',
  'requestFigures',
  'packageChanged',
  'runJob',
  'useOneTimePass',
] as const satisfies readonly (keyof Services)[];

function missing(name: string): never {
  throw new Error(`${name} is used, but no store of this function's routes is one`);
}

/** From the stack's configuration; a process of Lambda remembers no credential, others may revoke it. */
export function readPolicy(): Policy {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the stack put it there, checked
  const policy = JSON.parse(process.env['PANTRY_POLICY'] ?? '{}') as Policy;
  return {
    ...policy,
    ciIssuers: withPublicIssuers(policy.ciIssuers),
    credentialLifetime: 0,
  };
}
