import type { Store } from '#http/route.ts';

import type { JobStore } from './job-stores.ts';

/** Actions on items whose partition key is one of these, `*` standing for the rest of a key. */
export interface TableGrant {
  readonly actions: readonly string[];
  readonly keys: readonly string[];
  readonly index?: string;
}

/**
 * Nobody may update or delete an event. IAM knows no "only if it does not exist", which every write of one says;
 * but an event's key holds a random id, and no function that may write events may read them, nor the other way round.
 */
const AUDIT: TableGrant = { actions: ['PutItem'], keys: ['audit#*'] };

/** What each store does in the table. */
export const TABLE_GRANTS: Readonly<Partial<Record<Store | JobStore, readonly TableGrant[]>>> = {
  'packages:read': [{ actions: ['GetItem', 'BatchGetItem', 'Query'], keys: ['package#*'] }],
  'packages:write': [
    {
      actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
      keys: ['package#*'],
    },
    { actions: ['ConditionCheckItem'], keys: ['package#*'] },
    { actions: ['GetItem', 'PutItem'], keys: ['look-alike#*'] },
    { actions: ['PutItem'], keys: ['changes#*', 'audit#*', 'shadowing'] },
    // Who claims a name meets who makes an organization; members write as long as they are members.
    { actions: ['UpdateItem'], keys: ['scope#*'] },
    { actions: ['ConditionCheckItem'], keys: ['org#*'] },
  ],
  'staged:read': [{ actions: ['GetItem', 'BatchGetItem'], keys: ['stage#*'] }],
  'staged:list': [{ actions: ['Query'], keys: ['staged'], index: 'gsi1' }],
  'staged:write': [
    { actions: ['PutItem'], keys: ['stage#*'] },
    { actions: ['PutItem', 'DeleteItem', 'ConditionCheckItem'], keys: ['package#*'] },
    { actions: ['ConditionCheckItem'], keys: ['org#*'] },
    { actions: ['GetItem', 'PutItem'], keys: ['look-alike#*'] },
    AUDIT,
  ],
  'packages:list': [{ actions: ['Query'], keys: ['packages#*'], index: 'gsi1' }],
  'packages:alike': [{ actions: ['GetItem'], keys: ['look-alike#*'] }],
  'advisories:read': [{ actions: ['GetItem', 'BatchGetItem'], keys: ['advisories#*'] }],
  'advisories:write': [
    { actions: ['GetItem', 'PutItem'], keys: ['advisories#*'] },
    { actions: ['ConditionCheckItem'], keys: ['package#*', 'org#*'] },
    AUDIT,
  ],
  'stars:list': [{ actions: ['Query'], keys: ['user#*'], index: 'gsi1' }],
  'tokens:list': [{ actions: ['Query'], keys: ['user#*'], index: 'gsi1' }],
  'users:read': [{ actions: ['GetItem', 'BatchGetItem'], keys: ['user#*', 'registry'] }],
  'users:write': [
    { actions: ['PutItem', 'UpdateItem'], keys: ['user#*', 'registry'] },
    { actions: ['UpdateItem'], keys: ['user-count'] },
    { actions: ['PutItem'], keys: ['user-look-alike#*'] },
    { actions: ['DeleteItem'], keys: ['invite#*'] },
    { actions: ['ConditionCheckItem'], keys: ['org#*'] },
    AUDIT,
  ],
  'users:list': [{ actions: ['Query'], keys: ['users'], index: 'gsi1' }],
  // Who changes somebody's adminship has to be an admin still.
  'users:admin': [{ actions: ['UpdateItem', 'ConditionCheckItem'], keys: ['user#*'] }, AUDIT],
  'orgs:read': [
    { actions: ['GetItem', 'BatchGetItem', 'Query'], keys: ['org#*', 'scope#*'] },
    { actions: ['GetItem'], keys: ['invite#*'] },
  ],
  'orgs:write': [
    { actions: ['PutItem', 'DeleteItem'], keys: ['org#*', 'invite#*'] },
    { actions: ['UpdateItem'], keys: ['scope#*'] },
    { actions: ['ConditionCheckItem'], keys: ['user#*'] },
    AUDIT,
  ],
  'memberships:list': [{ actions: ['Query'], keys: ['user#*'], index: 'gsi1' }],
  'invites:write': [{ actions: ['PutItem'], keys: ['invite#*'] }, AUDIT],
  'second-factor:read': [{ actions: ['GetItem'], keys: ['second-factor#*'] }],
  'second-factor:check': [{ actions: ['GetItem', 'PutItem'], keys: ['second-factor#*'] }, AUDIT],
  // Its mode is written to the user in the same transaction.
  'second-factor:write': [
    { actions: ['GetItem', 'PutItem'], keys: ['second-factor#*'] },
    { actions: ['UpdateItem'], keys: ['user#*'] },
    AUDIT,
  ],
  'tokens:read': [{ actions: ['GetItem'], keys: ['token#*'] }],
  'tokens:write': [{ actions: ['PutItem', 'DeleteItem'], keys: ['token#*'] }, AUDIT],
  'web-sessions:read': [{ actions: ['GetItem'], keys: ['web-session#*'] }],
  'web-sessions:write': [
    { actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], keys: ['web-session#*'] },
    AUDIT,
  ],
  'sign-ins:read': [{ actions: ['GetItem'], keys: ['identity#*'] }],
  'sign-ins:list': [{ actions: ['Query'], keys: ['user#*'], index: 'gsi1' }],
  'sign-ins:write': [{ actions: ['PutItem', 'DeleteItem'], keys: ['identity#*'] }, AUDIT],
  'trust:read': [{ actions: ['Query'], keys: ['trust#*'] }],
  'trust:write': [
    { actions: ['PutItem', 'DeleteItem'], keys: ['trust#*'] },
    { actions: ['ConditionCheckItem'], keys: ['package#*', 'org#*'] },
    AUDIT,
  ],
  'trust:claim': [{ actions: ['PutItem'], keys: ['trust#*'] }],
  'trusted-owners:read': [{ actions: ['Query'], keys: ['trusted-owners'] }],
  'trusted-owners:note': [{ actions: ['GetItem', 'PutItem'], keys: ['trusted-owners'] }, AUDIT],
  'run-tokens:issue': [
    { actions: ['PutItem'], keys: ['spent#*', 'token#*'] },
    { actions: ['UpdateItem'], keys: ['trust#*'] },
    AUDIT,
  ],
  'run-tokens:list': [{ actions: ['Query'], keys: ['run-tokens#*'], index: 'gsi1' }],
  'run-tokens:write': [{ actions: ['DeleteItem'], keys: ['token#*'] }, AUDIT],
  'upstream-cache:read': [
    { actions: ['Query'], keys: ['upstream#*'] },
    { actions: ['Query'], keys: ['upstreams#*'], index: 'gsi1' },
  ],
  'upstream-cache:write': [
    { actions: ['Query', 'DeleteItem'], keys: ['upstream#*'] },
    { actions: ['Query'], keys: ['upstreams#*'], index: 'gsi1' },
    AUDIT,
  ],
  'attempts:write': [
    { actions: ['GetItem', 'BatchGetItem', 'PutItem'], keys: ['attempts#*'] },
    // A lockout is noted where it begins, and by whom it is about.
    AUDIT,
  ],
  'limits:write': [{ actions: ['UpdateItem'], keys: ['limit#*'] }],
  'retired-keys:read': [{ actions: ['GetItem'], keys: ['signing-keys'] }],
  'audit:write': [AUDIT],
  'audit:read': [
    { actions: ['Query'], keys: ['audit#*'] },
    { actions: ['Query'], keys: ['audit#*'], index: 'gsi1' },
  ],
  'downloads:read': [
    {
      actions: ['Query'],
      keys: [
        'downloads#*',
        'downloads-of-month#*',
        'downloads-of-all',
        'addresses-of-all',
        'popular',
      ],
    },
  ],
  'tickets:read': [
    { actions: ['GetItem', 'BatchGetItem', 'Query'], keys: ['ticket#*'] },
    { actions: ['Query'], keys: ['tickets#*', 'user#*'], index: 'gsi1' },
  ],
  'tickets:write': [{ actions: ['PutItem'], keys: ['ticket#*'] }],
  'missing:read': [{ actions: ['Query'], keys: ['missing'] }],
  'refused:read': [{ actions: ['Query'], keys: ['refused'] }],
  'job-outcomes:read': [{ actions: ['Query'], keys: ['job-outcomes'] }],
  'job-outcomes:write': [{ actions: ['UpdateItem'], keys: ['job-outcomes'] }],
  'newest:read': [{ actions: ['Query'], keys: ['newest'] }],
  'dependents:read': [{ actions: ['Query'], keys: ['dependents#*'] }],
  'totals:read': [
    { actions: ['Query'], keys: ['totals', 'publishes', 'biggest', 'publishers', 'user-count'] },
  ],
  'shadowing:read': [{ actions: ['Query'], keys: ['shadowing'] }],
  'catalogue:write': [
    // One statement: the entry is read with its package.
    { actions: ['GetItem', 'BatchGetItem'], keys: ['catalogue#*', 'package#*', 'publisher#*'] },
    { actions: ['PutItem'], keys: ['catalogue#*', 'newest', 'publisher#*'] },
    { actions: ['PutItem', 'DeleteItem'], keys: ['dependents#*', 'biggest'] },
    { actions: ['UpdateItem'], keys: ['totals', 'publishes', 'publishers'] },
  ],
  'downloads:write': [
    // One statement: a request for keys of two of them is about both.
    {
      actions: ['GetItem', 'BatchGetItem', 'PutItem'],
      keys: ['downloads#*', 'addresses-of-all', 'popular', 'missing', 'refused'],
    },
    { actions: ['UpdateItem'], keys: ['downloads-of-month#*', 'downloads-of-all'] },
    { actions: ['PutItem'], keys: ['counted#*'] },
    { actions: ['GetItem', 'PutItem'], keys: ['visitor-key'] },
  ],
  'upstream:read': [
    { actions: ['GetItem'], keys: ['upstream#*'] },
    { actions: ['GetItem', 'PutItem'], keys: ['asking#*'] },
  ],
  'upstream:write': [{ actions: ['GetItem', 'PutItem'], keys: ['upstream#*'] }, AUDIT],
};
