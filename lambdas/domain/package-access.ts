import type { Json } from './manifest.ts';
import type { Package, Visibility } from './package.ts';

export type SecondFactorRule = NonNullable<NonNullable<Package['rules']>['secondFactor']>;

/** What of a package's access is to be different. */
export interface AccessChange {
  readonly visibility?: Visibility;
  readonly secondFactor?: SecondFactorRule | 'none';
}

interface ChangedAccess {
  readonly pkg: Package;
  /** For the audit log. */
  readonly action: 'visibility' | 'rules';
  readonly before: Json;
  readonly after: Json;
}

/** The package with that access; undefined: it has it already. */
export function changedAccess(pkg: Package, change: AccessChange): ChangedAccess | undefined {
  const { visibility = pkg.visibility, secondFactor = ruleOf(pkg) } = change;
  const [seen, ruled] = [visibility !== pkg.visibility, secondFactor !== ruleOf(pkg)];
  if (!seen && !ruled) return undefined;
  const after = { ...withRule(pkg, secondFactor), visibility };
  const told = (of: Package): Json => ({
    ...(seen && { visibility: of.visibility }),
    ...(ruled && { secondFactor: ruleOf(of) }),
  });
  const action = ruled ? 'rules' : 'visibility';
  return { pkg: after, action, before: told(pkg), after: told(after) };
}

/** In the words of npm's request. */
export const tfaOfPackage = ({ rules }: Package): Json => ({
  publish_requires_tfa: rules?.secondFactor !== undefined,
  automation_token_overrides_tfa: rules?.secondFactor === 'automation',
});

const ruleOf = ({ rules }: Package): SecondFactorRule | 'none' => rules?.secondFactor ?? 'none';

function withRule(pkg: Package, secondFactor: SecondFactorRule | 'none'): Package {
  const { rules: { secondFactor: _, ...others } = {}, ...rest } = pkg;
  const rules = secondFactor === 'none' ? others : { ...others, secondFactor };
  return Object.keys(rules).length > 0 ? { ...rest, rules } : rest;
}
