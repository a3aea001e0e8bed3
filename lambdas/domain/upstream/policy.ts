import semver from 'semver';

import { isJsonObject, type Json } from '#domain/manifest.ts';
import type { PackageName } from '#domain/package-name.ts';

import { isLicensed } from './license.ts';
import { isAffected, type MalwareReport } from './osv.ts';
import { isMeant, PATTERN } from './pattern.ts';

/** Which versions of an upstream's are let in. */
export interface UpstreamPolicy {
  /** Milliseconds that a version has to have been published; 0: none. */
  readonly minAge: number;
  /** Names and scopes whose versions may be younger. */
  readonly minAgeExempt: readonly string[];
  /** Packages, or versions of them, that alone come in; empty: all do. */
  readonly allow: readonly Listed[];
  /** Packages, or versions of them, that nobody gets. */
  readonly deny: readonly Listed[];
  /** Where lists of known malware are. */
  readonly malware: readonly string[];
  /** Licences that come in, as SPDX names them, and patterns of these; empty: any does, and none. */
  readonly licenses: readonly string[];
  /** Whether versions come in that run something when they are installed. */
  readonly installScripts: 'allow' | 'refuse';
}

/** Keeps nothing out. */
export const OPEN_POLICY: UpstreamPolicy = {
  minAge: 0,
  minAgeExempt: [],
  allow: [],
  deny: [],
  malware: [],
  licenses: [],
  installScripts: 'allow',
};

/** Versions of packages. */
export interface Listed {
  /** A name, a scope, or a pattern of names. */
  readonly what: string;
  readonly range: string;
}

/** What keeps versions out, as the settings are called. */
export const POLICY_RULES = [
  'deny',
  'malware',
  'allow',
  'minAge',
  'licenses',
  'installScripts',
] as const;
export type PolicyRule = (typeof POLICY_RULES)[number];

/** Why a version is not let in. `blocked`: for good; `held-back`: as it is, or for now. */
export interface Refusal {
  readonly kind: 'blocked' | 'held-back';
  /** Undefined: nobody knows the version, so that no rule could be asked. */
  readonly rule: PolicyRule | undefined;
  readonly reason: string;
}

/** A version, and what is reported of its package. */
export interface Named {
  readonly name: PackageName;
  readonly version: string;
  readonly reports: readonly MalwareReport[];
}

/** What is known of a version. */
export interface Candidate extends Named {
  readonly manifest: Json;
  /** Milliseconds; undefined: nobody knows. */
  readonly publishedAt: number | undefined;
  /** As its full document says; of several, one may be chosen. */
  readonly licenses: readonly string[];
}

/** `left-pad`, `left-pad@<1.2`, `@scope`, `@scope/eslint-*` */
export function parseListed(text: string): Listed | undefined {
  const [, what = '', range = '*'] = /^(.[^@]*)(?:@(.+))?$/.exec(text) ?? [];
  return PATTERN.test(what) && semver.validRange(range) !== null ? { what, range } : undefined;
}

/** Whether anything is kept out at all. */
export const isStrict = (policy: UpstreamPolicy): boolean =>
  policy.minAge > 0 ||
  policy.installScripts === 'refuse' ||
  [policy.allow, policy.deny, policy.malware, policy.licenses].some(({ length }) => length > 0);

/** Whether the age of a package's versions matters. */
export const asksForAge = ({ minAge, minAgeExempt }: UpstreamPolicy, name: PackageName): boolean =>
  minAge > 0 && !minAgeExempt.some((what) => isMeant(name, what));

/** Whether more of a version matters than its name. */
export const asksForContent = (policy: UpstreamPolicy, name: PackageName): boolean =>
  asksForAge(policy, name) || policy.licenses.length > 0 || policy.installScripts === 'refuse';

/** What is kept out whatever else is known of it. */
export function judgeName(policy: UpstreamPolicy, named: Named): Refusal | undefined {
  const { name, version, reports } = named;
  const denied = policy.deny.find((listed) => isListed(listed, named));
  if (denied) {
    const rule = denied.range === '*' ? denied.what : `${denied.what}@${denied.range}`;
    return {
      kind: 'blocked',
      rule: 'deny',
      reason: `${name}@${version} is blocked in this registry ("deny" has ${rule})`,
    };
  }
  const report = reports.find((one) => isAffected(one, version));
  if (report) {
    return {
      kind: 'blocked',
      rule: 'malware',
      reason: `${name}@${version} is known to be malware (${report.id}) and is blocked in this registry ("malware")`,
    };
  }
  if (policy.allow.length === 0 || policy.allow.some((listed) => isListed(listed, named))) {
    return undefined;
  }
  return {
    kind: 'held-back',
    rule: 'allow',
    reason: `${name}@${version} is not among what this registry lets in ("allow")`,
  };
}

const isListed = ({ what, range }: Listed, { name, version }: Named): boolean =>
  isMeant(name, what) && semver.satisfies(version, range, { includePrerelease: true });

/** Why a version is kept out, if it is: what is blocked is so whatever else holds it back. */
export const judge = (
  policy: UpstreamPolicy,
  candidate: Candidate,
  now: number,
): Refusal | undefined =>
  judgeName(policy, candidate) ??
  judgeAge(policy, candidate, now) ??
  judgeLicense(policy, candidate) ??
  judgeScripts(policy, candidate);

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
      rule: 'minAge',
      reason: `nobody knows how old ${name}@${version} is, and this registry lets nothing in that is younger than ${hours} hours ("minAge")`,
    };
  }
  if (now - publishedAt >= policy.minAge) return undefined;
  const from = new Date(publishedAt + policy.minAge).toISOString();
  return {
    kind: 'held-back',
    rule: 'minAge',
    reason: `${name}@${version} is younger than ${hours} hours and is held back until ${from} ("minAge")`,
  };
}

function judgeLicense(
  { licenses: allowed }: UpstreamPolicy,
  { name, version, licenses }: Candidate,
): Refusal | undefined {
  if (allowed.length === 0) return undefined;
  const verdicts = new Set(licenses.map((text) => isLicensed(text, allowed)));
  if (verdicts.has(true)) return undefined;
  const stated = licenses.map((text) => JSON.stringify(text.slice(0, 100))).join(', ');
  const outside = 'and this registry lets in only what has a licence of its list ("licenses")';
  const reason =
    licenses.length === 0
      ? `nobody knows the licence of ${name}@${version}, ${outside}`
      : verdicts.has(false)
        ? `the licence of ${name}@${version} is ${stated}, ${outside}`
        : `${name}@${version} gives ${stated} for its licence, which is no SPDX expression, ${outside}`;
  return { kind: 'held-back', rule: 'licenses', reason };
}

const judgeScripts = (
  { installScripts }: UpstreamPolicy,
  { name, version, manifest }: Candidate,
): Refusal | undefined =>
  installScripts === 'refuse' && runsScripts(manifest)
    ? {
        kind: 'held-back',
        rule: 'installScripts',
        reason: `${name}@${version} runs scripts when it is installed, which this registry does not let in ("installScripts")`,
      }
    : undefined;

/** Abbreviated documents say so themselves. */
function runsScripts({ hasInstallScript, scripts }: Json): boolean {
  const names = isJsonObject(scripts) ? Object.keys(scripts) : [];
  return (
    hasInstallScript === true ||
    names.some((name) => ['preinstall', 'install', 'postinstall'].includes(name))
  );
}
