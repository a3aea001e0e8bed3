import { LIMIT_NAMES, RATE_SETTINGS } from '#domain/rate-limit.ts';
import type { UpstreamPolicy } from '#domain/upstream/policy.ts';
import type { Policy, Services } from '#store/services.ts';
import type { UpstreamRules, Upstreams } from '#store/upstream/upstreams.ts';
import type { Rule, RuleGroup } from '#web/admin/rules.ts';

const rule = (setting: string, what: string, value: string, loose?: string): Rule => ({
  setting,
  what,
  value,
  ...(loose !== undefined && { loose }),
});

/** All rules of a registry in words, with the setting of each. */
export const rulesOf = ({
  policy,
  upstreams,
}: Pick<Services, 'policy' | 'upstreams'>): readonly RuleGroup[] => [
  { title: 'Accounts', rules: accountRules(policy) },
  { title: 'Packages', rules: packageRules(policy) },
  { title: 'CI', rules: ciRules(policy) },
  { title: 'Names', rules: nameRules(policy, upstreams) },
  ...upstreamRulesOf({ upstreams }),
  { title: 'Limits', rules: limitRules(policy) },
];

/** Those for registries behind this one alone. */
export const upstreamRulesOf = ({ upstreams }: Pick<Services, 'upstreams'>): readonly RuleGroup[] =>
  (upstreams?.rules ?? []).map((one) => ({ title: `Upstream ${one.url}`, rules: ofUpstream(one) }));

const SIGN_UP = {
  open: 'anyone',
  invite: 'whoever has a code that an admin made',
  closed: 'nobody',
} as const satisfies Readonly<Record<Policy['signUp'], string>>;

/** A registry that only this machine reaches has nobody to keep out. */
const isLocal = ({ publicUrl }: Policy): boolean =>
  /^(?:localhost|127\.|\[::1\])/.test(new URL(publicUrl).hostname);

function accountRules(policy: Policy): readonly Rule[] {
  const beyond = !isLocal(policy);
  const { signUp, passwordLogin, passwordLength, secondFactor, orgs } = policy;
  return [
    rule(
      'signUp',
      'Who may make an account',
      SIGN_UP[signUp],
      beyond && signUp === 'open' ? 'anyone who reaches the registry can sign up' : undefined,
    ),
    rule('sso', 'How people sign in', passwordLogin ? 'with a password' : 'at the provider alone'),
    rule(
      'passwordLength',
      'Characters of a password, at least',
      String(passwordLength),
      beyond && passwordLogin && passwordLength < 8 ? 'short passwords are guessed' : undefined,
    ),
    rule(
      'secondFactor',
      'Second factor',
      secondFactor,
      beyond && secondFactor === 'optional'
        ? 'a stolen password alone opens an account'
        : undefined,
    ),
    rule('orgs', 'Who may make an organization', orgs),
  ];
}

const packageRules = (policy: Policy): readonly Rule[] => [
  rule('reads', 'Who reads public packages', policy.reads),
  rule('newPackages', 'What a new package is, unless its publisher says', policy.newPackages),
  rule('unpublish', 'Who may unpublish', policy.unpublish),
  rule('provenance', 'Provenance that a publish brings', PROVENANCE[policy.provenance]),
];

const PROVENANCE = {
  off: 'is refused',
  public: 'is verified by the public sigstore',
  own: 'is verified by a trust root of the registry’s own',
} as const satisfies Readonly<Record<Policy['provenance'], string>>;

const ciRules = (policy: Policy): readonly Rule[] => [
  rule(
    'fromCi',
    'What CI runs do',
    policy.fromCi === 'publish' ? 'publish' : 'stage versions that a person approves',
  ),
  rule('stageDays', 'Days that a staged version waits', String(policy.stageDays)),
  rule(
    'ciIssuers',
    'Who signs identities of CI runs',
    policy.ciIssuers.map(({ issuer }) => issuer).join(', '),
  ),
  rule(
    'trustedOwners',
    'Accounts whose CI may claim free names',
    policy.trustedOwners.length === 0 ? 'none' : String(policy.trustedOwners.length),
  ),
];

/** Who may take a name that exists upstream, in words. */
export const WHO_SHADOWS = {
  admin: 'admins',
  'trusted-owners': 'admins, and CI of trusted owners',
  anyone: 'anyone',
} as const satisfies Readonly<Record<Upstreams['shadowing'], string>>;

const nameRules = (policy: Policy, upstreams: Upstreams | undefined): readonly Rule[] => [
  ...(upstreams
    ? [
        rule(
          'shadowing',
          'Who may publish under a name that exists upstream',
          WHO_SHADOWS[upstreams.shadowing],
          upstreams.shadowing === 'anyone'
            ? 'whoever takes such a name decides what all install who wanted the other'
            : undefined,
        ),
      ]
    : []),
  rule('ownScopes', 'Scopes that are never looked up upstream', listed(policy.ownScopes, 'none')),
];

function ofUpstream({ packages, policy }: UpstreamRules): readonly Rule[] {
  const hours = policy.minAge / 3_600_000;
  return [
    rule('packages', 'What it is asked for', listed(packages ?? [], 'all that no other lists')),
    rule(
      'minAge',
      'How old a version has to be',
      hours === 0 ? 'any age' : `${hours} hours`,
      hours === 0 ? 'a hijacked version comes in the minute it is published' : undefined,
    ),
    rule('minAgeExempt', 'What may be younger', listed(policy.minAgeExempt, 'nothing')),
    rule('allow', 'What alone comes in', listed(policy.allow.map(textOf), 'everything')),
    rule('deny', 'What nobody gets', listed(policy.deny.map(textOf), 'nothing')),
    rule(
      'malware',
      'Lists of known malware',
      listed(policy.malware, 'none'),
      policy.malware.length === 0 ? 'what is known to be malware is let in' : undefined,
    ),
    rule('licenses', 'Licences that come in', listed(policy.licenses, 'any')),
    rule(
      'installScripts',
      'Versions with install scripts',
      policy.installScripts === 'allow' ? 'are let in' : 'are refused',
    ),
  ];
}

const textOf = ({ what, range }: UpstreamPolicy['deny'][number]): string =>
  range === '*' ? what : `${what}@${range}`;

const listed = (items: readonly string[], otherwise: string): string =>
  items.length === 0 ? otherwise : items.join(', ');

const RATES = {
  login: 'Logins and sign-ups of an address',
  exchange: 'Exchanges of CI identities of an address',
  publish: 'Changes of packages of one publisher',
  tokens: 'Tokens made or revoked by one person',
  profile: 'Changes of one’s own account',
  tickets: 'Tickets that one person opens or writes to',
} as const satisfies Readonly<Record<(typeof LIMIT_NAMES)[number], string>>;

/** As the settings have them, so that nobody looks for 537 where 512 is written. */
const mebibytes = (bytes: number): string => `${Number((bytes / 2 ** 20).toPrecision(3))} MiB`;

const limitRules = ({ limits, rates, downloadLimit, auditRetention }: Policy): readonly Rule[] => [
  ...LIMIT_NAMES.map((name) =>
    rule(
      RATE_SETTINGS[name],
      `${RATES[name]}, a minute`,
      rates[name] === 0 ? 'any number' : String(rates[name]),
    ),
  ),
  rule('maxTarball', 'Largest tarball', mebibytes(limits.tarball)),
  rule('maxUnpacked', 'Largest tarball, unpacked', mebibytes(limits.unpacked)),
  rule('maxFiles', 'Files of a tarball', String(limits.files)),
  rule('maxDocument', 'Largest publish without its tarball', mebibytes(limits.document)),
  rule(
    'downloadLimit',
    'Downloads of a package that count of one address a day',
    downloadLimit === 0 ? 'all' : String(downloadLimit),
  ),
  rule(
    'auditRetention',
    'How long the audit log is kept',
    auditRetention === 0 ? 'for ever' : `${auditRetention} days`,
  ),
];
