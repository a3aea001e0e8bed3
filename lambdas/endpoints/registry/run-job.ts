import { notFound } from '#domain/errors.ts';
import { noteInRegistry } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { JOB_NAMES } from '#store/services.ts';

/** `pantry rebuild --registry` and `pantry gc --registry`. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/jobs/{job}',
  summary: 'Run a maintenance job now: `rebuild` or `gc`',
  permission: 'admin',
  secondFactor: 'enrolled',
  stores: ['jobs', 'audit:write'],
});

export const handle = endpoint(route, async (call) => {
  const { params, services } = call;
  const job = JOB_NAMES.find((name) => name === params.job);
  if (!job) throw notFound(`job "${params.job}" (there are ${JOB_NAMES.join(' and ')})`);
  await noteInRegistry(call, 'job', { job });
  return json(await services.runJob(job));
});
