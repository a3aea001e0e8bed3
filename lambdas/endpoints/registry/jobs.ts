import { endpoint } from '#http/endpoint.ts';
import { jobsNow } from '#http/jobs.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** What monitoring asks: whether what runs by itself has run, and how it went. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/jobs',
  summary: 'Tell admins how each job went the last time, and on AWS how many dead letters wait',
  permission: 'admin',
  stores: ['job-outcomes:read', 'dead-letters:read'],
});

export const handle = endpoint(route, async ({ services }) => ({
  ...json(await jobsNow(services)),
  headers: { 'cache-control': 'no-store' },
}));
