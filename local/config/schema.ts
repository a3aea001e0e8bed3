import * as v from 'valibot';

import { CiIssuers, TrustedOwners } from '#domain/ci/settings.ts';
import { SECOND_FACTOR_POLICIES } from '#domain/second-factor/need.ts';
import { choice, Url, whole } from '#domain/setting.ts';
import { SIGN_UP_MODES } from '#domain/sign-up.ts';

import { LIMIT_SETTINGS } from './limit-settings.ts';
import { SSO_SETTING } from './sso-setting.ts';
import { UPSTREAM_SETTINGS } from './upstream-settings.ts';

const MB = 1024 * 1024;
const TRUST_ROOT = 'must be public, or the file or URL of a trusted_root.json';

/** Every setting of a registry on one machine, with what it is when nobody says. */
export const SETTINGS = {
  host: {
    schema: v.pipe(v.string('must be an address'), v.minLength(1, 'must be an address')),
    initial: '127.0.0.1',
    about: 'Address to listen on; `0.0.0.0` and `::` listen on all of the machine.',
  },
  port: {
    schema: whole(0, 65_535),
    initial: 4873,
    about: 'Port to listen on; 0 takes a free one.',
  },
  data: {
    schema: v.pipe(v.string('must be a folder'), v.minLength(1, 'must be a folder')),
    initial: 'data',
    about: 'Folder that everything is stored in.',
  },
  publicUrl: {
    schema: v.optional(Url),
    initial: undefined,
    about:
      'URL that clients use as their registry, for one that is reached by a name of its own or through a proxy. Where it is not set, the host that a request names decides, which suits localhost and small networks.',
  },
  trustProxy: {
    schema: v.boolean('must be true or false'),
    initial: false,
    about:
      'Whether `x-forwarded-host`, `-proto` and `-for` are believed: only behind a proxy that sets them.',
  },
  signUp: {
    schema: v.optional(choice(SIGN_UP_MODES)),
    initial: undefined,
    about:
      'Who may make an account: `open` (anyone), `invite` (with a code that an admin made), `closed` (nobody). Where it is not set: `open` on loopback, `invite` beyond.',
  },
  orgs: {
    schema: v.optional(choice(['anyone', 'admins'])),
    initial: undefined,
    about:
      'Who may make an organization, which owns its scope: `anyone` who is logged in, or only `admins` of the registry. Where it is not set: `anyone` on loopback, `admins` beyond.',
  },
  reads: {
    schema: choice(['anyone', 'users']),
    initial: 'anyone',
    about: 'Who may read public packages: `anyone`, or `users` that are logged in.',
  },
  newPackages: {
    schema: choice(['public', 'private']),
    initial: 'public',
    about: 'What a new package is when its publisher does not say (`--access`).',
  },
  unpublish: {
    schema: choice(['owners', 'admins']),
    initial: 'owners',
    about: 'Who may unpublish: the owners of a package, or only admins of the registry.',
  },
  fromCi: {
    schema: choice(['publish', 'stage']),
    initial: 'publish',
    about:
      'What CI runs do: `publish`, or `stage` versions that a person approves (`npm stage approve`).',
  },
  stageDays: {
    schema: whole(1, 365),
    initial: 30,
    about: 'Days that a staged version waits for approval before it is gone.',
  },
  downloadLimit: {
    schema: whole(0, 1_000_000_000),
    initial: 1000,
    about:
      'Downloads of one package that count on a day from one address; 0: all. Those beyond are told apart. What this machine itself asks for is not limited.',
  },
  provenance: {
    schema: choice(['verify', 'off']),
    initial: 'verify',
    about:
      'What is done with the provenance that a publish brings: `verify` it, refuse what does not hold and keep the rest, or `off`, which refuses a publish that brings any.',
  },
  trustRoot: {
    schema: v.pipe(v.string(TRUST_ROOT), v.minLength(1, TRUST_ROOT)),
    initial: 'public',
    about:
      'Whose signatures of provenance are believed: `public`, the public sigstore (asked for its newest trust root when the first provenance comes, and then once a day), or the file or URL of a `trusted_root.json` of another one. A file is read again when it was written again; a URL is asked once a day, and its last good copy is kept.',
  },
  trustedOwners: {
    schema: TrustedOwners,
    initial: [],
    about:
      'Accounts of CI services whose repositories may claim free names by publishing: ids, such as `1234567` of GitHub or `gitlab:42`, with a name behind for people (`1234567 acme`); or objects with `provider`, `issuer`, `id`, `name`, `owners` (users who own what is claimed) and `scopes` (where names may be claimed). Names of accounts decide nothing, since they change hands.',
  },
  ciIssuers: {
    schema: CiIssuers,
    initial: [],
    about:
      'Who signs ID tokens of CI runs, beside github.com, gitlab.com and CircleCI: a list of objects with `provider` (`github`, `gitlab`, `circleci`), `issuer`, and if need be `jwksUri`, `runners` (`hosted`, or `any` to let runs on machines of your own in) and `refusedEvents`.',
  },
  passwordLength: {
    schema: v.optional(whole(1, 128)),
    initial: undefined,
    about: 'Characters that a password needs. Where it is not set: 1 on loopback, 10 beyond.',
  },
  secondFactor: {
    schema: choice(SECOND_FACTOR_POLICIES),
    initial: 'optional',
    about:
      'Whether people may do without a second factor (`npm profile enable-2fa`): `optional`, or `required`, where those who have none can log in, read and set one up.',
  },
  ...LIMIT_SETTINGS,
  auditRetention: {
    schema: whole(0, 36_500),
    initial: 0,
    about:
      'Days that the audit log is kept; 0: for ever. Each event goes by what was set when it was written, and is not shown beyond what is set now.',
  },
  ...SSO_SETTING,
  ...UPSTREAM_SETTINGS,
  log: {
    schema: choice(['auto', 'text', 'json', 'none']),
    initial: 'auto',
    about:
      'Access log, a line for each request: `auto` is `text` on a terminal and `json` elsewhere.',
  },
  cacheSize: {
    schema: whole(0, 1_048_576),
    initial: 64,
    about: 'Megabytes of answers that are kept in memory.',
  },
  maxTarball: {
    schema: whole(1, 2048),
    initial: 512,
    about: 'Megabytes that a published tarball may have.',
  },
  maxUnpacked: {
    schema: whole(1, 65_536),
    initial: 2048,
    about: 'Megabytes that all files of a tarball may have together.',
  },
  maxFiles: {
    schema: whole(1, 10_000_000),
    initial: 100_000,
    about: 'Files that a tarball may hold.',
  },
  maxDocument: {
    schema: whole(1, 512),
    initial: 64,
    about: 'Megabytes that a publish may have without its tarball: manifest and README.',
  },
} as const;

export type SettingName = keyof typeof SETTINGS;

export type Settings = {
  readonly [K in SettingName]: v.InferOutput<(typeof SETTINGS)[K]['schema']>;
};

/** The variable that sets it: `cacheSize` is `PANTRY_CACHE_SIZE`. */
export const variableOf = (name: string): string =>
  `PANTRY_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;

export const BYTES_PER_MEGABYTE = MB;
