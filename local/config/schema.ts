import * as v from 'valibot';

import { choice, list, matching, Url, whole } from '#domain/setting.ts';
import { SIGN_UP_MODES } from '#domain/sign-up.ts';
import { PolicyEntries, UpstreamSettings, UpstreamUrl } from '#domain/upstream/settings.ts';
import { SHADOWING } from '#store/upstream/upstreams.ts';

const MB = 1024 * 1024;

/** A list that the command line and the environment give as JSON. */
const json = <S extends v.GenericSchema>(schema: S) =>
  v.pipe(
    v.unknown(),
    v.transform((given) => (typeof given === 'string' ? fromJson(given) : given)),
    schema,
  );

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

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
  passwordLength: {
    schema: v.optional(whole(1, 128)),
    initial: undefined,
    about: 'Characters that a password needs. Where it is not set: 1 on loopback, 10 beyond.',
  },
  upstream: {
    schema: v.union(
      [UpstreamUrl, v.literal('none')],
      'must be a URL such as https://npm.example.com, or npm, or none',
    ),
    initial: 'npm',
    about:
      'The registry behind this one: what nobody has here is looked up there and kept, each tarball verified. `npm`: that of your npm configuration. `none`: there is none.',
  },
  upstreamToken: {
    schema: v.optional(v.string('must be a token')),
    initial: undefined,
    about: 'Token for the upstream; sent to it alone.',
  },
  upstreams: {
    schema: json(v.array(UpstreamSettings, 'must be a list of upstreams, each with its "url"')),
    initial: [],
    about:
      'Several registries behind this one, in the order in which they are asked: a list of objects with `url`; `packages`, the names and scopes that it alone is asked for (such as `["@partner", "eslint-*"]`; without it, all that no other lists); `token`, or `username` and `password`, in which `${NAME}` stands for a variable of the environment; and any of `minAge`, `minAgeExempt`, `deny` and `installScripts`, which then count for it in place of those below. Takes the place of `upstream`.',
  },
  upstreamMaxAge: {
    schema: whole(0, 86_400),
    initial: 300,
    about:
      'Seconds that a document of the upstream is taken for right without asking; after that it is served while the upstream is asked.',
  },
  upstreamCacheSize: {
    schema: whole(0, 1_000_000_000),
    initial: 20_480,
    about:
      'Megabytes of tarballs of the upstream that are kept; those that nobody asked for the longest go first, once an hour.',
  },
  offline: {
    schema: v.boolean('must be true or false'),
    initial: false,
    about: 'Whether the upstream is not asked for anything: what is kept of it is all there is.',
  },
  shadowing: {
    schema: choice(SHADOWING),
    initial: 'admin',
    about:
      'Who may publish a package under a name that exists in the upstream, outside of `ownScopes`: `admin`, `trusted-owners` (admins, and workflows of trusted owners) or `anyone`. The audit log says so of each that is.',
  },
  ownScopes: {
    schema: list('scopes such as @acme,@acme-labs', matching(/^@[\w.~-]+$/)),
    initial: [],
    about:
      'Scopes that are never looked up in the upstream, with commas between them; nor are others that differ from them by case, dashes, dots and underscores only.',
  },
  minAge: {
    schema: PolicyEntries.minAge,
    initial: 0,
    about:
      'Hours that a version of the upstream has to have been published before anybody gets it here.',
  },
  minAgeExempt: {
    schema: PolicyEntries.minAgeExempt,
    initial: [],
    about: 'Packages and scopes of the upstream whose versions may be younger.',
  },
  deny: {
    schema: PolicyEntries.deny,
    initial: [],
    about: 'Packages, versions and scopes of the upstream that nobody gets here.',
  },
  installScripts: {
    schema: PolicyEntries.installScripts,
    initial: 'allow',
    about:
      'Whether anybody gets versions of the upstream that run scripts when they are installed.',
  },
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
