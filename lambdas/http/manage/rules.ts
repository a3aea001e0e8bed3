import { isDeepStrictEqual } from 'node:util';

import { conflict } from '#domain/errors.ts';
import type { Package } from '#domain/package.ts';
import { type RulesRequest, rulesMark, rulesSummary, withRules } from '#domain/rules-request.ts';
import { auditOf } from '#http/audit.ts';
import type { Editing } from '#http/edit-package.ts';
import { updatePackage } from '#http/update-package.ts';

/**
 * Sets all rules of a package: what is not named is off from then on. `seen`: the rules that whoever sets them was
 * shown, by their mark; others that somebody set meanwhile are not written over.
 */
export const setRules = async (
  call: Editing,
  wanted: RulesRequest,
  seen?: string,
): Promise<Package> =>
  updatePackage(call, 'manage', async (pkg) => {
    const { rules: before, ...rest } = pkg;
    const rules = withRules(before, wanted);
    if (isDeepStrictEqual(before ?? {}, rules)) return undefined;
    if (seen !== undefined && seen !== rulesMark(before)) {
      throw conflict('the rules were changed by somebody else: look at them again');
    }
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
