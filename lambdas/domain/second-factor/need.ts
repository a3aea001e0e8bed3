import type { PackageRules } from '#domain/package-rules.ts';
import type { Principal, UserPrincipal } from '#domain/principal.ts';
import { CANARY } from '#domain/user.ts';

/**
 * When a request asks for a code. `never`: whoever may, does. `enrolled`: nor here, but where the registry
 * requires a second factor one has to have it. `writes`: as mode, package and token say. `always`: of everybody
 * who has a second factor, whatever the token.
 */
export type Asking = 'never' | 'enrolled' | 'writes' | 'always';

/** Whether people may do without a second factor here. */
export const SECOND_FACTOR_POLICIES = ['optional', 'required'] as const;
export type SecondFactorPolicy = (typeof SECOND_FACTOR_POLICIES)[number];

/** What is still missing; `enrol`: a second factor, for the registry's or the package's sake. */
export type Need =
  | 'nothing'
  | 'code'
  | 'login'
  | 'enrol-for-registry'
  | 'enrol-for-package'
  | 'no-automation';

export interface Circumstances {
  readonly asking: Asking;
  readonly policy: SecondFactorPolicy;
  /** What the package asks of those who write to it. */
  readonly rule: PackageRules['secondFactor'];
}

/** The one place that decides who has to give a code. Its table is in docs/second-factor.md. */
export function secondFactorNeed(principal: Principal, circumstances: Circumstances): Need {
  // A run has no person's factor; what only people do is not let through to it.
  if (principal.kind !== 'user' || principal.name === CANARY) return 'nothing';
  if (principal.secondFactor === undefined) return withoutFactor(circumstances);
  const { asking } = circumstances;
  if (asking === 'never' || asking === 'enrolled') {
    // Otherwise the password alone would open what a login asks a code for.
    return principal.credential.kind === 'password' ? 'login' : 'nothing';
  }
  return asking === 'always' ? 'code' : forWrites(principal, circumstances);
}

function withoutFactor({ asking, policy, rule }: Circumstances): Need {
  if (asking === 'never') return 'nothing';
  if (policy === 'required') return 'enrol-for-registry';
  return asking !== 'enrolled' && rule !== undefined ? 'enrol-for-package' : 'nothing';
}

function forWrites({ credential, secondFactor }: UserPrincipal, { rule }: Circumstances): Need {
  if (credential.kind === 'password') return 'code';
  if (credential.bypassesSecondFactor) return rule === 'required' ? 'no-automation' : 'nothing';
  return rule !== undefined || secondFactor === 'auth-and-writes' ? 'code' : 'nothing';
}
