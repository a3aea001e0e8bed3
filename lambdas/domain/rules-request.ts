import * as v from 'valibot';

import { isJsonObject, type Json } from './manifest.ts';
import type { PackageRules } from './package-rules.ts';

const Switch = v.optional(v.boolean('must be true or false'), false);

const Environment = v.nullish(
  v.pipe(
    v.string('must be the name of an environment, or null'),
    v.trim(),
    v.minLength(1, 'must be the name of an environment, or null'),
    v.maxLength(255, 'up to 255 characters'),
    v.regex(/^\P{Cc}*$/u, 'must be the name of an environment, in one line'),
  ),
);

const OBJECT = 'send the rules as a JSON object, such as {"staged": true}';

/** All rules that owners set here: one that is left out is off. */
export const RulesRequest = v.pipe(
  // A list has no rules in it, and would turn them all off.
  v.custom<Json>(isJsonObject, OBJECT),
  v.strictObject(
    {
      ciOnly: Switch,
      environment: Environment,
      provenance: Switch,
      staged: Switch,
    },
    ({ expected, received }) =>
      expected === 'never'
        ? `${received} is no rule: there are ciOnly, environment, provenance and staged`
        : OBJECT,
  ),
);
export type RulesRequest = v.InferOutput<typeof RulesRequest>;

/** The rules as they shall be; how many factors people need is set by `npm access set mfa` and stays. */
export function withRules(
  before: PackageRules | undefined,
  { ciOnly, environment, provenance, staged }: RulesRequest,
): PackageRules {
  const { secondFactor } = before ?? {};
  return {
    ...(ciOnly && { ciOnly }),
    ...(typeof environment === 'string' && { environment }),
    ...(provenance && { provenance }),
    ...(staged && { staged }),
    ...(secondFactor && { secondFactor }),
  };
}

/** The rules that a form sets, as one text: whether they still are what its page showed. */
export const rulesMark = ({ ciOnly, environment, provenance, staged }: PackageRules = {}): string =>
  JSON.stringify([ciOnly ?? false, environment ?? '', provenance ?? false, staged ?? false]);

/** Every rule, also those that are off. */
export const rulesSummary = (rules: PackageRules = {}): Json => ({
  ciOnly: rules.ciOnly ?? false,
  environment: rules.environment ?? null,
  provenance: rules.provenance ?? false,
  staged: rules.staged ?? false,
  secondFactor: rules.secondFactor ?? null,
});
