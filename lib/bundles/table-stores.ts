import type { Store } from '#http/route.ts';

/** Stores that are in the table. */
const TABLES = [
  'packages',
  'staged',
  'advisories',
  'users',
  'tokens',
  'web-sessions',
  'sign-ins',
  'stars',
  'invites',
  'second-factor',
  'orgs',
  'memberships',
  'upstream-cache',
  'trust',
  'trusted-owners',
  'run-tokens',
  'attempts',
  'limits',
  'retired-keys',
  'audit',
  'downloads',
  'missing',
  'refused',
  'tickets',
  'newest',
  'dependents',
  'totals',
  'shadowing',
  'job-outcomes',
] as const;
/** What takes electrodb: attempts, limits and events of the registry itself are written without. */
const WRITING: readonly Store[] = [
  'packages:write',
  'staged:write',
  'advisories:write',
  'users:write',
  'users:admin',
  'tokens:write',
  'web-sessions:write',
  'sign-ins:write',
  'invites:write',
  'second-factor:check',
  'second-factor:write',
  'orgs:write',
  'upstream-cache:write',
  'trust:write',
  'trusted-owners:note',
  'run-tokens:issue',
  'run-tokens:write',
  'tickets:write',
];

/** Whether the table is read, or written. */
export const readsTable = (stores: ReadonlySet<Store>): boolean =>
  [...stores].some((store) => TABLES.some((table) => store.startsWith(`${table}:`)));

/** Whether it is written by electrodb. */
export const writesTable = (stores: ReadonlySet<Store>): boolean =>
  WRITING.some((store) => stores.has(store));
