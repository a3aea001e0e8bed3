import type { Store } from '#http/route.ts';

import type { JobStore } from './job-stores.ts';

/** Actions on items whose partition key is one of these, `*` standing for the rest of a key. */
export interface TableGrant {
  readonly actions: readonly string[];
  readonly keys: readonly string[];
  readonly index?: string;
}

const AUDIT: TableGrant = { actions: ['PutItem'], keys: ['audit#*'] };

/** What each store does in the table. */
export const TABLE_GRANTS: Readonly<Partial<Record<Store | JobStore, readonly TableGrant[]>>> = {
  'packages:read': [{ actions: ['GetItem', 'BatchGetItem', 'Query'], keys: ['package#*'] }],
  'packages:write': [
    {
      actions: ['GetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
      keys: ['package#*'],
    },
    { actions: ['GetItem', 'PutItem'], keys: ['look-alike#*'] },
    { actions: ['PutItem'], keys: ['changes#*', 'audit#*'] },
  ],
  'packages:list': [{ actions: ['Query'], keys: ['packages#*'], index: 'gsi1' }],
  'advisories:read': [{ actions: ['GetItem', 'BatchGetItem'], keys: ['advisories#*'] }],
  'advisories:write': [
    { actions: ['GetItem', 'PutItem'], keys: ['advisories#*'] },
    { actions: ['ConditionCheckItem'], keys: ['package#*'] },
    AUDIT,
  ],
  'stars:list': [{ actions: ['Query'], keys: ['user#*'], index: 'gsi1' }],
  'tokens:list': [{ actions: ['Query'], keys: ['user#*'], index: 'gsi1' }],
  'users:read': [{ actions: ['GetItem'], keys: ['user#*', 'registry'] }],
  'users:write': [
    { actions: ['PutItem', 'UpdateItem'], keys: ['user#*', 'registry'] },
    { actions: ['PutItem'], keys: ['user-look-alike#*'] },
    { actions: ['DeleteItem'], keys: ['invite#*'] },
    AUDIT,
  ],
  'invites:write': [{ actions: ['PutItem'], keys: ['invite#*'] }, AUDIT],
  'tokens:read': [{ actions: ['GetItem'], keys: ['token#*'] }],
  'tokens:write': [{ actions: ['PutItem', 'DeleteItem'], keys: ['token#*'] }, AUDIT],
  'web-sessions:read': [{ actions: ['GetItem'], keys: ['web-session#*'] }],
  'web-sessions:write': [
    { actions: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'], keys: ['web-session#*'] },
    AUDIT,
  ],
  'identities:read': [{ actions: ['GetItem'], keys: ['identity#*'] }],
  'identities:list': [{ actions: ['Query'], keys: ['user#*'], index: 'gsi1' }],
  'identities:write': [{ actions: ['PutItem', 'DeleteItem'], keys: ['identity#*'] }, AUDIT],
  'trust:read': [{ actions: ['Query'], keys: ['trust#*'] }],
  'trust:write': [
    { actions: ['PutItem', 'DeleteItem'], keys: ['trust#*'] },
    { actions: ['ConditionCheckItem'], keys: ['package#*'] },
    AUDIT,
  ],
  'trust:claim': [{ actions: ['PutItem'], keys: ['trust#*'] }],
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
  'downloads:write': [{ actions: ['UpdateItem'], keys: ['downloads#*'] }],
  'upstream:read': [
    { actions: ['GetItem'], keys: ['upstream#*'] },
    { actions: ['GetItem', 'PutItem'], keys: ['asking#*'] },
  ],
  'upstream:write': [{ actions: ['GetItem', 'PutItem'], keys: ['upstream#*'] }, AUDIT],
};
