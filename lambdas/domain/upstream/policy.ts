import semver from 'semver';

import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';

import { isMeant, PATTERN } from './pattern.ts';

/** Which versions of an upstream's are let in. */
export interface UpstreamPolicy {
  /** Milliseconds that a version has to have been published; 0: none. */
  readonly minAge: number;
  /** Names and scopes whose versions may be younger. */
  readonly minAgeExempt: readonly string[];
  /** Packages, or versions of them, that nobody gets. */
  readonly deny: readonly Denied[];
  /** Whether versions come in that run something when they are installed. */
  readonly installScripts: 'allow' | 'refuse';
}

/** Keeps nothing out. */
export const OPEN_POLICY: UpstreamPolicy = {
  minAge: 0,
  minAgeExempt: [],
  deny: [],
  installScripts: 'allow',
};

export interface Denied {
  /** A name, a scope, or a pattern of names. */
  readonly what: string;
  readonly range: string;
}

/** Why a version is not let in. `blocked`: for good; `held-back`: as it is, or for now. */
export interface Refusal {
  readonly kind: 'blocked' | 'held-back';
  readonly reason: string;
}

/** What is known of a version. */
export interface Candidate {
  readonly name: PackageName;
  readonly version: string;
  readonly manifest: Json;
  /** Milliseconds; undefined: nobody knows. */
  readonly publishedAt: number | undefined;
}

/** `left-pad`, `left-pad@<1.2`, `@scope`, `@scope/eslint-*` */
export function parseDenied(text: string): Denied | undefined {
  const [, what = '', range = '*'] = /^(.[^@]*)(?:@(.+))?$/.exec(text) ?? [];
  return PATTERN.test(what) && semver.validRange(range) !== null ? { what, range } : undefined;
}

/** Whether anything is kept out at all. */
export const isStrict = ({ minAge, deny, installScripts }: UpstreamPolicy): boolean =>
  minAge > 0 || deny.length > 0 || installScripts === 'refuse';

/** Whether the age of a package's versions matters. */
export const asksForAge = ({ minAge, minAgeExempt }: UpstreamPolicy, name: PackageName): boolean =>
  minAge > 0 && !minAgeExempt.some((what) => isMeant(name, what));

/** What is kept out whatever else is known of it. */
export function judgeName(
  { deny }: UpstreamPolicy,
  name: PackageName,
  version: string,
): Refusal | undefined {
  const denied = deny.find(
    ({ what, range }) =>
      isMeant(name, what) && semver.satisfies(version, range, { includePrerelease: true }),
  );
  if (!denied) return undefined;
  const rule = denied.range === '*' ? denied.what : `${denied.what}@${denied.range}`;
  return {
    kind: 'blocked',
    reason: `${name}@${version} is blocked in this registry ("deny" has ${rule})`,
  };
}

/** Why a version is kept out, if it is. */
export function judge(
  policy: UpstreamPolicy,
  candidate: Candidate,
  now: number,
): Refusal | undefined {
  const { name, version, manifest } = candidate;
  return (
    judgeName(policy, name, version) ??
    judgeAge(policy, candidate, now) ??
    (policy.installScripts === 'refuse' && runsScripts(manifest)
      ? {
          kind: 'held-back',
          reason: `${name}@${version} runs scripts when it is installed, which this registry does not let in ("installScripts")`,
        }
      : undefined)
  );
}

function judgeAge(
  policy: UpstreamPolicy,
  { name, version, publishedAt }: Candidate,
  now: number,
): Refusal | undefined {
  if (!asksForAge(policy, name)) return undefined;
  const hours = policy.minAge / 3_600_000;
  if (publishedAt === undefined) {
    return {
      kind: 'held-back',
      reason: `nobody knows how old ${name}@${version} is, and this registry lets nothing in that is younger than ${hours} hours ("minAge")`,
    };
  }
  if (now - publishedAt >= policy.minAge) return undefined;
  const from = new Date(publishedAt + policy.minAge).toISOString();
  return {
    kind: 'held-back',
    reason: `${name}@${version} is younger than ${hours} hours and is held back until ${from} ("minAge")`,
  };
}

/** Abbreviated documents say so themselves. */
function runsScripts({ hasInstallScript, scripts }: Json): boolean {
  const names = isJsonObject(scripts) ? Object.keys(scripts) : [];
  return (
    hasInstallScript === true ||
    names.some((name) => ['preinstall', 'install', 'postinstall'].includes(name))
  );
}
