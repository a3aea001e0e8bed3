import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { runJobNow } from '#http/run-job.ts';

/** `pantry rebuild --registry` and `pantry gc --registry`. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/jobs/{job}',
  summary: 'Run a maintenance job now: `rebuild` or `gc`',
  permission: 'admin',
  secondFactor: 'enrolled',
  stores: ['jobs', 'audit:write'],
});

export const handle = endpoint(route, async (call) => json(await runJobNow(call, call.params.job)));
