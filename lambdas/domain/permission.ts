import { type OrgSubject, stakeOf, suffices } from './org/stake.ts';
import { type PackageName, scopeOf } from './package-name.ts';
import type { PackageRules } from './package-rules.ts';
import type { Visibility } from './package.ts';
import type { Principal, TokenCredential, UserPrincipal } from './principal.ts';
import { canRun, canRunRead } from './run-permission.ts';

export const ACTIONS = [
  'read',
  'publish',
  'stage',
  'approve',
  'tag',
  'deprecate',
  'unpublish',
  'manage',
  'advise',
] as const;

/**
 * What can be done to a package. `stage`: send a version that waits for approval. `approve`: decide what becomes
 * of it, which only people do. `manage`: owners, visibility and rules. `advise`: its advisories.
 */
export type Action = (typeof ACTIONS)[number];

/** The facts of a package that a decision needs; `owners` undefined: nobody has the name yet. */
export interface Subject {
  readonly name: PackageName;
  readonly owners: readonly string[] | undefined;
  readonly visibility: Visibility;
  readonly rules?: PackageRules | undefined;
  /** The organization that its scope belongs to, once that was looked up. */
  readonly org?: OrgSubject | undefined;
}

/** The registry's own rules, from its configuration. */
export interface AccessRules {
  /** Whether public packages can be read without logging in. */
  readonly reads: 'anyone' | 'users';
  readonly unpublish: 'owners' | 'admins';
  /** Whether CI runs publish, or stage what a person approves. */
  readonly fromCi: 'publish' | 'stage';
}

export type Decision = 'allow' | Refusal;

/** Why not. `hidden`: as if the package did not exist. */
export type Refusal =
  | 'login'
  | 'hidden'
  | 'not-owner'
  | 'role'
  | 'scope'
  | 'scope-run'
  | 'token'
  | 'admins-only'
  | 'run'
  | 'untrusted'
  | 'environment'
  | 'ci-only'
  | 'stage-only';

/** The one place that decides who may do what. Its table is docs/access.md. */
export function can(
  principal: Principal,
  action: Action,
  subject: Subject,
  rules: AccessRules,
): Decision {
  if (action === 'read') return canRead(principal, subject, rules);
  if (principal.kind === 'anonymous') return 'login';
  if (principal.kind === 'ci') return canRun(principal, action, subject, rules);
  if (subject.owners === undefined) return canWriteUnowned(principal, action, subject);
  if (!suffices(stakeOf(principal, subject), action)) return tooLittle(principal, action, subject);
  if (tokenAllows(principal, action, subject.name))
    return canOwner(principal, action, subject, rules);
  return isVisible(principal, subject) ? tokenRefusal(principal, action, subject.name) : 'hidden';
}

/** Where a scope is closed, a name that somebody has is refused just like one that is free. */
function tooLittle(principal: UserPrincipal, action: Action, subject: Subject): Decision {
  if (subject.org && isClaim(action)) return 'scope';
  if (!isVisible(principal, subject)) return 'hidden';
  return subject.org?.owns ? 'role' : 'not-owner';
}

/** What takes a name where nobody has it. */
export const isClaim = (action: Action): boolean => action === 'publish' || action === 'stage';

const tokenRefusal = (principal: UserPrincipal, action: Action, name: PackageName): Decision =>
  action === 'publish' && tokenAllows(principal, 'stage', name) ? 'stage-only' : 'token';

/** Rules bind admins too: whoever may manage the package may change them first. */
function canOwner(
  { admin }: UserPrincipal,
  action: Action,
  subject: Subject,
  rules: AccessRules,
): Decision {
  if (isClaim(action) && subject.rules?.ciOnly === true) return 'ci-only';
  return action === 'unpublish' && rules.unpublish === 'admins' && !admin ? 'admins-only' : 'allow';
}

/** What anyone may read: such answers are the same for everybody and can be cached. */
export const isReadableByAnyone = (visibility: Visibility, rules: AccessRules): boolean =>
  visibility === 'public' && rules.reads === 'anyone';

function canRead(principal: Principal, subject: Subject, rules: AccessRules): Decision {
  if (isReadableByAnyone(subject.visibility, rules)) return 'allow';
  if (principal.kind === 'anonymous') return rules.reads === 'users' ? 'login' : 'hidden';
  if (subject.owners === undefined) return 'hidden';
  if (principal.kind === 'ci') return canRunRead(principal, subject);
  return isVisible(principal, subject) ? 'allow' : 'hidden';
}

/**
 * Anybody may claim a name, but in the scope of an organization; of one that is not from here an admin may
 * warn.
 */
function canWriteUnowned(principal: UserPrincipal, action: Action, subject: Subject): Decision {
  const { name, org } = subject;
  if (!isClaim(action) && !(action === 'advise' && principal.admin)) return 'hidden';
  if (org && !suffices(stakeOf(principal, subject), action)) return 'scope';
  return tokenAllows(principal, action, name) ? 'allow' : tokenRefusal(principal, action, name);
}

function isVisible(principal: UserPrincipal, subject: Subject): boolean {
  if (subject.visibility === 'public') return true;
  return suffices(stakeOf(principal, subject), 'read') && tokenReads(principal, subject.name);
}

function tokenReads({ credential }: UserPrincipal, name: PackageName): boolean {
  if (credential.kind === 'password') return true;
  return credential.permission !== 'no-access' && covers(credential, name);
}

function tokenAllows({ credential }: UserPrincipal, action: Action, name: PackageName): boolean {
  if (credential.kind === 'password') return true;
  const { permission } = credential;
  const enough = permission === 'read-write' || (permission === 'stage' && action === 'stage');
  return enough && covers(credential, name);
}

function covers({ packages, scopes }: TokenCredential, name: PackageName): boolean {
  if (packages.length === 0 && scopes.length === 0) return true;
  const scope = scopeOf(name);
  return packages.includes(name) || (scope !== undefined && scopes.includes(scope));
}

/** Whether the principal may act as the whole person: change the profile, make and revoke tokens. */
export function canManageAccount(principal: UserPrincipal): boolean {
  const { credential } = principal;
  if (credential.kind === 'password') return true;
  const unlimited = credential.packages.length === 0 && credential.scopes.length === 0;
  return unlimited && credential.permission === 'read-write';
}

/** Whether the principal may see all that the person may see, such as who else is in an organization. */
export function canSeeAll({ credential }: UserPrincipal): boolean {
  if (credential.kind === 'password') return true;
  const unlimited = credential.packages.length + credential.scopes.length === 0;
  return unlimited && credential.permission !== 'no-access';
}

/** Whether the principal may leave traces in public, such as a star. */
export const canTakePart = ({ credential }: UserPrincipal): boolean =>
  credential.kind === 'password' || credential.permission === 'read-write';
