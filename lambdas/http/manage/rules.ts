import { isDeepStrictEqual } from 'node:util';

import type { Package } from '#domain/package.ts';
import { type RulesRequest, rulesSummary, withRules } from '#domain/rules-request.ts';
import { auditOf } from '#http/audit.ts';
import type { Editing } from '#http/edit-package.ts';
import { updatePackage } from '#http/update-package.ts';

/** Sets all rules of a package: what is not named is off from then on. */
export const setRules = async (call: Editing, wanted: RulesRequest): Promise<Package> =>
  updatePackage(call, 'manage', async (pkg) => {
    const { rules: before, ...rest } = pkg;
    const rules = withRules(before, wanted);
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
