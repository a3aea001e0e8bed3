import { isDeepStrictEqual } from 'node:util';

import { rulesSummary, RulesRequest, withRules } from '#domain/rules-request.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { updatePackage } from '#http/update-package.ts';

/** Takes all of them: what is not named is off from then on. */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/v1/packages/{package}/rules',
  summary: 'Set what whoever publishes a package has to keep to',
  permission: 'manage',
  body: RulesRequest,
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const after = await updatePackage(call, 'manage', async (pkg) => {
    const { rules: before, ...rest } = pkg;
    const rules = withRules(before, call.body);
    if (isDeepStrictEqual(before ?? {}, rules)) return undefined;
    return {
      before: pkg,
      after: Object.keys(rules).length > 0 ? { ...rest, rules } : rest,
      audit: auditOf(
        call,
        'rules',
        {},
        { before: rulesSummary(before), after: rulesSummary(rules) },
      ),
    };
  });
  return json(rulesSummary(after.rules));
});
