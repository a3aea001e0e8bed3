import { endpoint } from '#http/endpoint.ts';
import { withdrawAdvisory } from '#http/manage/advisories.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'DELETE',
  path: '/-/v1/packages/{package}/advisories/{id}',
  summary: 'Take an advisory back',
  permission: 'advise',
  limit: 'publish',
  stores: ['advisories:write'],
});

export const handle = endpoint(route, async (call) => {
  await withdrawAdvisory(call, call.params.id);
  return json({ ok: true });
});
