import { rulesSummary, RulesRequest } from '#domain/rules-request.ts';
import { endpoint } from '#http/endpoint.ts';
import { setRules } from '#http/manage/rules.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** Takes all of them: what is not named is off from then on. */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/v1/packages/{package}/rules',
  summary: 'Set what whoever publishes a package has to keep to',
  permission: 'manage',
  body: RulesRequest,
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) =>
  json(rulesSummary((await setRules(call, call.body)).rules)),
);
