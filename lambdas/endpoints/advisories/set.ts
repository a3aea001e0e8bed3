import { AdvisoryBody } from '#domain/advisory.ts';
import { endpoint } from '#http/endpoint.ts';
import { publishAdvisory } from '#http/manage/advisories.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

export const route = defineRoute({
  method: 'PUT',
  path: '/-/v1/packages/{package}/advisories/{id}',
  summary: 'Publish an advisory, or replace it',
  permission: 'advise',
  limit: 'publish',
  body: AdvisoryBody,
  stores: ['advisories:write'],
});

export const handle = endpoint(route, async (call) => {
  const { advisory, isNew } = await publishAdvisory(call, call.params.id, call.body);
  return json(advisory, isNew ? 201 : 200);
});
