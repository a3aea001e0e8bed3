import * as v from 'valibot';

import { CiIssuers, TrustedOwners } from '#domain/ci/settings.ts';
import { DEFAULT_RATES, HIGHEST_RATE, type LimitName } from '#domain/rate-limit.ts';
import { SECOND_FACTOR_POLICIES } from '#domain/second-factor/need.ts';
import { Url, whole } from '#domain/setting.ts';
import { SsoEntries, ssoWish } from '#domain/sso/settings.ts';
import {
  OwnScopes,
  PolicyEntries,
  UpstreamEntries,
  UpstreamUrl,
  upstreamWish,
} from '#domain/upstream/settings.ts';
import { SHADOWING } from '#domain/upstream/shadowing.ts';

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A value that a command line gives as JSON. */
const parsed = <S extends v.GenericSchema>(schema: S) =>
  v.pipe(
    v.unknown(),
    v.transform((value) => (typeof value === 'string' ? fromJson(value) : value)),
    schema,
  );

const TRUST_ROOT = 'must be "public" or a URL that begins with https://';
const URL_WISH = 'must be a URL that begins with https://, or npm, or none';

const matching = (pattern: RegExp, message: string) =>
  v.pipe(v.string(message), v.regex(pattern, message));

const oneOf = <const T extends readonly string[]>(...values: T) =>
  v.picklist(values, `must be ${values.map((value) => `"${value}"`).join(' or ')}`);

/** As on one machine, but credentials are in Secrets Manager: what a template says can be read by many. */
const AwsUpstream = v.strictObject(
  {
    ...UpstreamEntries,
    secret: v.optional(
      matching(/^[\w/+=.@-]{1,512}$/, 'must be the name of a secret of Secrets Manager'),
    ),
  },
  upstreamWish,
);

/** As on one machine, but the client's secret is in Secrets Manager. */
const AwsSso = v.strictObject(
  {
    ...SsoEntries,
    secret: v.optional(
      matching(/^[\w/+=.@-]{1,512}$/, 'must be the name of a secret of Secrets Manager'),
    ),
  },
  ssoWish,
);
const limit = (name: LimitName) => v.optional(parsed(whole(0, HIGHEST_RATE)), DEFAULT_RATES[name]);

const DOMAIN = /^(?=.{4,253}$)(?:[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?\.)+[a-z]{2,63}$/;

/** What the owner of a registry decides, as context of the CDK app. */
export const ConfigSchema = v.strictObject({
  /** Begins the names of all stacks and of what is seen in consoles. */
  name: v.optional(
    matching(/^[a-z][a-z\d-]{1,23}$/, 'must be 2 to 24 small letters, digits and dashes'),
    'pantry',
  ),
  domain: matching(DOMAIN, 'must be a host name in small letters, such as npm.example.com'),
  hostedZoneId: matching(
    /^Z[A-Z\d]{5,31}$/,
    'must be the id of a hosted zone, such as Z0123456789ABC',
  ),
  hostedZoneName: matching(DOMAIN, 'must be the name of the hosted zone, such as example.com'),
  /** Of the account and region that everything is made in: nothing is looked up. */
  account: matching(/^\d{12}$/, 'must be the 12 digits of an AWS account, in quotes'),
  region: matching(/^[a-z]{2}(?:-[a-z]+)+-\d$/, 'must be an AWS region, such as eu-central-1'),
  certificateArn: v.optional(
    matching(
      /^arn:aws[\w-]*:acm:[\w-]+:\d{12}:certificate\/[\w-]+$/,
      'must be the ARN of a certificate',
    ),
  ),
  signUp: v.optional(oneOf('open', 'invite', 'closed'), 'invite'),
  /** Who may make an organization, which owns its scope. */
  orgs: v.optional(oneOf('anyone', 'admins'), 'admins'),
  reads: v.optional(oneOf('anyone', 'users'), 'anyone'),
  newPackages: v.optional(oneOf('public', 'private'), 'public'),
  unpublish: v.optional(oneOf('owners', 'admins'), 'owners'),
  /** Whether CI runs publish, or stage what a person approves. */
  fromCi: v.optional(oneOf('publish', 'stage'), 'publish'),
  /** Where people sign in with a browser; without it they have passwords alone. */
  sso: v.optional(parsed(AwsSso)),
  /** `required`: who has no second factor can log in, read and set one up. */
  secondFactor: v.optional(oneOf(...SECOND_FACTOR_POLICIES), 'optional'),
  /** Days that a staged version waits for approval. */
  stageDays: v.optional(parsed(whole(1, 365)), 30),
  /** Downloads of one package that count on a day from one address; 0: all. */
  downloadLimit: v.optional(parsed(whole(0, 1_000_000_000)), 1000),
  provenance: v.optional(oneOf('verify', 'off'), 'verify'),
  /** Whose signatures of provenance are believed: the public sigstore's, or by the URL of a `trusted_root.json`. */
  trustRoot: v.optional(v.union([v.literal('public'), Url], TRUST_ROOT), 'public'),
  /** Requests a minute of one caller; 0: as many as come. */
  limitLogin: limit('login'),
  limitExchange: limit('exchange'),
  limitPublish: limit('publish'),
  limitTokens: limit('tokens'),
  limitProfile: limit('profile'),
  limitTickets: limit('tickets'),
  /** Days that the audit log is kept; 0: for ever. */
  auditRetention: v.optional(parsed(whole(0, 36_500)), 0),
  edge: v.optional(oneOf('none', 'cloudfront'), 'none'),
  /** `file`: the index is one file in S3. `opensearch`: it is a domain of OpenSearch. */
  search: v.optional(oneOf('file', 'opensearch'), 'file'),
  searchNode: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^[\w-]+\.[\w-]+\.search$/, 'must be an instance type such as t3.small.search'),
    ),
    't3.small.search',
  ),
  searchNodes: v.optional(
    v.pipe(
      parsed(whole(1, 10)),
      v.check(
        (nodes) => nodes === 1 || nodes % 2 === 0,
        'must be 1 or even: nodes are in two zones',
      ),
    ),
    1,
  ),
  monthlyBudget: v.optional(
    v.pipe(
      v.union([v.number(), v.string()]),
      v.transform(Number),
      v.number('must be an amount in USD'),
      v.minValue(1, 'must be an amount in USD, from 1 on'),
    ),
  ),
  alarmEmail: v.optional(v.pipe(v.string(), v.email('must be an e-mail address'))),
  /** Accounts of CI services whose repositories may claim free names: `1234567`, `gitlab:42`. */
  trustedOwners: v.optional(TrustedOwners, []),
  /** Who signs ID tokens of CI runs, beside the public services. */
  ciIssuers: v.optional(CiIssuers, []),
  /** The registry behind this one. `npm`: that of the npm configuration of who deploys. */
  upstream: v.optional(v.union([UpstreamUrl, v.literal('none')], URL_WISH), 'npm'),
  /** Several, in place of that one. */
  upstreams: v.optional(parsed(v.array(AwsUpstream, 'must be a list of upstreams')), []),
  /** Seconds that a document of an upstream is taken for right without asking. */
  upstreamMaxAge: v.optional(parsed(whole(0, 86_400)), 300),
  shadowing: v.optional(oneOf(...SHADOWING), 'admin'),
  ownScopes: v.optional(parsed(OwnScopes), []),
  minAge: v.optional(parsed(PolicyEntries.minAge), 0),
  minAgeExempt: v.optional(parsed(PolicyEntries.minAgeExempt), []),
  allow: v.optional(parsed(PolicyEntries.allow), []),
  deny: v.optional(parsed(PolicyEntries.deny), []),
  malware: v.optional(parsed(PolicyEntries.malware), []),
  licenses: v.optional(parsed(PolicyEntries.licenses), []),
  installScripts: v.optional(PolicyEntries.installScripts, 'allow'),
});

export type Config = v.InferOutput<typeof ConfigSchema>;
