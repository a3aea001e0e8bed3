import * as v from 'valibot';

import { choice, list, matching, Url, whole } from '#domain/setting.ts';

import { parseLicense } from './license.ts';
import { PATTERN } from './pattern.ts';
import { parseListed, type UpstreamPolicy } from './policy.ts';

const HOUR = 3_600_000;

/** What decides which versions of an upstream are let in. */
export const PolicyEntries = {
  minAge: whole(0, 87_600),
  minAgeExempt: list('names and scopes such as react,@types', matching(PATTERN)),
  allow: list('packages, versions or scopes such as react,left-pad@^1.3,@types', parseListed),
  deny: list('packages, versions or scopes such as left-pad,event-stream@3.3.6,@evil', parseListed),
  malware: list('files or URLs such as malware.json,https://example.com/all.zip', asPlace),
  licenses: list('SPDX identifiers such as MIT,Apache-2.0,BSD-*', parseLicense),
  installScripts: choice(['allow', 'refuse']),
};

/** A file, or a URL of the web. */
function asPlace(text: string): string | undefined {
  if (!text.includes('://')) return text;
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : undefined;
}

/** A registry to have behind this one. `npm`: that of the user's npm configuration. */
export const UpstreamUrl = v.union(
  [Url, v.literal('npm')],
  'must be a URL such as https://npm.example.com, or npm',
);

/** Scopes whose names are never asked for. */
export const OwnScopes = list('scopes such as @acme,@acme-labs', matching(/^@[\w.~-]+$/));

/** What an upstream is told wherever it stands. Of its policy, what is not here is as the registry has it for all. */
export const UpstreamEntries = {
  url: UpstreamUrl,
  packages: v.optional(list('names and scopes such as react,@types,eslint-*', matching(PATTERN))),
  ...v.partial(v.object(PolicyEntries)).entries,
};

/** What is said of something that is no upstream. */
export const upstreamWish = ({ expected }: v.StrictObjectIssue): string =>
  expected === 'never'
    ? 'is no setting of an upstream'
    : 'must be an upstream such as {"url": "https://npm.example.com", "packages": ["@example"]}';

/** One of several upstreams, with its credentials. */
export const UpstreamSettings = v.pipe(
  v.strictObject(
    {
      ...UpstreamEntries,
      token: v.optional(v.string('must be a token')),
      username: v.optional(v.string('must be a name')),
      password: v.optional(v.string('must be a password')),
    },
    upstreamWish,
  ),
  v.check(
    ({ username, password }) => (username === undefined) === (password === undefined),
    'must have "username" and "password", or neither',
  ),
  v.check(
    ({ token, username }) => token === undefined || username === undefined,
    'must have "token", or "username" and "password", not both',
  ),
);

export type UpstreamSettings = v.InferOutput<typeof UpstreamSettings>;

type PolicySettings = {
  readonly [K in keyof typeof PolicyEntries]: v.InferOutput<(typeof PolicyEntries)[K]>;
};

/** An upstream's policy, from what it says itself and what is said for all. */
export function policyOf(
  own: { readonly [K in keyof PolicySettings]?: PolicySettings[K] | undefined },
  all: PolicySettings,
): UpstreamPolicy {
  const { minAge = all.minAge, ...rest } = own;
  return {
    minAge: minAge * HOUR,
    minAgeExempt: rest.minAgeExempt ?? all.minAgeExempt,
    allow: rest.allow ?? all.allow,
    deny: rest.deny ?? all.deny,
    malware: rest.malware ?? all.malware,
    licenses: rest.licenses ?? all.licenses,
    installScripts: rest.installScripts ?? all.installScripts,
  };
}

/** What an upstream is sent to let us read; undefined: nothing. */
export function authorizationOf({
  token,
  username,
  password,
}: {
  readonly token?: string | undefined;
  readonly username?: string | undefined;
  readonly password?: string | undefined;
}): string | undefined {
  if (token !== undefined) return `Bearer ${token}`;
  if (username === undefined || password === undefined) return undefined;
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}
