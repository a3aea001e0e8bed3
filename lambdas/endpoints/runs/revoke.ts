import { endpoint } from '#http/endpoint.ts';
import { revokeRun } from '#http/manage/runs.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'DELETE',
  path: '/-/v1/packages/{package}/runs/{key}',
  summary: 'Let a CI run publish no more',
  permission: 'manage',
  limit: 'tokens',
  stores: ['run-tokens:list', 'run-tokens:write'],
});

export const handle = endpoint(route, async (call) => {
  await revokeRun(call, call.params.key);
  return json({ ok: true });
});
