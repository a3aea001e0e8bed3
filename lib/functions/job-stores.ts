import type { Store } from '#http/route.ts';

import type { JOB_FUNCTIONS } from './gateway-functions.ts';

/** What jobs do beside what endpoints do. */
export type JobStore =
  | 'search:write'
  | 'blobs:collect'
  | 'downloads:write'
  | 'catalogue:write'
  | 'public-tarballs'
  | 'edge-log'
  | 'upstream:write'
  | 'trust-root:write'
  | 'job-outcomes:write';

export type JobId = (typeof JOB_FUNCTIONS)[number];

/** What each job touches: on AWS its grants, and no others. */
export const JOB_STORES: Readonly<Record<JobId, ReadonlySet<Store | JobStore>>> = {
  'jobs/follow-changes': new Set([
    'packages:read',
    'blobs:read',
    'documents:write',
    'readmes:write',
    'search:write',
    'downloads:read',
    'catalogue:write',
    'public-tarballs',
  ]),
  'jobs/count-downloads': new Set(['downloads:write', 'job-outcomes:write']),
  'jobs/run-job': new Set([
    'packages:read',
    'packages:list',
    'staged:read',
    'staged:list',
    'blobs:read',
    'blobs:collect',
    'documents:write',
    'readmes:write',
    'search:write',
    'downloads:read',
    'catalogue:write',
    'public-tarballs',
    'jobs',
    'job-outcomes:write',
  ]),
  'jobs/canary': new Set(['users:read', 'users:write', 'tokens:write', 'job-outcomes:write']),
  'jobs/refresh-trust-root': new Set(['trust-root:write', 'job-outcomes:write']),
};
