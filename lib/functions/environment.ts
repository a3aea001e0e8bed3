import type { Store } from '#http/route.ts';

import type { JobStore } from './job-stores.ts';
import type { Place } from './store-arns.ts';

/** Names and addresses of what functions use, as the stacks give them. */
export interface StoreNames extends Readonly<Record<Exclude<Place, 'proxy'>, string>> {
  readonly policy: string;
  readonly distribution: string | undefined;
  /** URLs of the queues of what failed, as JSON. */
  readonly deadLetters: string;
  /** Name of the function that talks with upstreams, where there are some. */
  readonly proxy: string | undefined;
  /** Who they are, as JSON. */
  readonly upstreams: string | undefined;
  /** Where people sign in, as JSON. */
  readonly sso: string | undefined;
  /** URL of a trust root of one's own. */
  readonly trustRoot: string | undefined;
  /** Of CloudWatch, where requests are measured. */
  readonly dashboard: string;
  /** The header in which an edge tells who asks. */
  readonly addressHeader: string | undefined;
  /** URL of the domain that searches, where that is not a file among the documents. */
  readonly search: string | undefined;
}

type AnyStore = Store | JobStore;

const VARIABLES: readonly (readonly [string, keyof StoreNames, (store: AnyStore) => boolean])[] = [
  [
    'PANTRY_TABLE',
    'table',
    (store) =>
      /^(?:packages|staged|advisories|users|tokens|web-sessions|sign-ins|stars|invites|second-factor|orgs|memberships|upstream|upstream-cache|attempts|limits|retired-keys|audit|missing|refused|shadowing|tickets|job-outcomes):|^downloads:/.test(
        store,
      ),
  ],
  ['PANTRY_BLOBS_BUCKET', 'blobs', (store) => /^(?:blobs|upstream|upstream-cache):/.test(store)],
  [
    'PANTRY_DOCUMENTS_BUCKET',
    'documents',
    (store) => /^(?:documents|readmes|search|upstream|trust-root)/.test(store),
  ],
  ['PANTRY_STAGING_BUCKET', 'staging', (store) => store.startsWith('uploads:')],
  ['PANTRY_SIGNING_KEY', 'signingKey', (store) => store === 'signer'],
  [
    'PANTRY_SEALING_KEY',
    'sealingKey',
    (store) => store === 'second-factor:check' || store === 'sealer',
  ],
  ['PANTRY_FIRST_ADMIN_SECRET', 'firstAdminSecret', (store) => store === 'first-admin'],
  ['PANTRY_DOWNLOADS_QUEUE', 'downloadsQueue', (store) => store === 'downloads'],
  ['PANTRY_JOBS_QUEUE', 'jobsQueue', (store) => store === 'jobs'],
  ['PANTRY_DEAD_LETTERS', 'deadLetters', (store) => store === 'dead-letters:read'],
  ['PANTRY_UPSTREAMS', 'upstreams', (store) => store.startsWith('upstream')],
  ['PANTRY_PROXY', 'proxy', (store) => store.startsWith('upstream:')],
  ['PANTRY_SSO', 'sso', (store) => store === 'sso'],
  ['PANTRY_TRUST_ROOT', 'trustRoot', (store) => store.startsWith('trust-root:')],
  ['PANTRY_DASHBOARD', 'dashboard', (store) => store === 'request-figures'],
  ['PANTRY_SEARCH_DOMAIN', 'search', (store) => /^search(?::|$)/.test(store)],
  ['PANTRY_CLIENT_ADDRESS_HEADER', 'addressHeader', () => true],
  ['PANTRY_DISTRIBUTION', 'distribution', (store) => store === 'documents:write'],
];

/** What a function with these stores is told, and nothing else. */
export function environmentFor(
  stores: ReadonlySet<AnyStore>,
  names: StoreNames,
): Readonly<Record<string, string>> {
  const given = VARIABLES.flatMap(([variable, name, uses]) => {
    const { [name]: value } = names;
    return value !== undefined && [...stores].some(uses) ? [[variable, value] as const] : [];
  });
  return { PANTRY_POLICY: names.policy, ...Object.fromEntries(given) };
}
