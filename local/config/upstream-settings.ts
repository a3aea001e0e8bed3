import * as v from 'valibot';

import { choice, whole } from '#domain/setting.ts';
import {
  OwnScopes,
  PolicyEntries,
  UpstreamSettings,
  UpstreamUrl,
} from '#domain/upstream/settings.ts';
import { SHADOWING } from '#domain/upstream/shadowing.ts';

import { json } from './json.ts';

/** Settings of what stands behind a registry, with what each is when nobody says. */
export const UPSTREAM_SETTINGS = {
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
      'Several registries behind this one, in the order in which they are asked: a list of objects with `url`; `packages`, the names and scopes that it alone is asked for (such as `["@partner", "eslint-*"]`; without it, all that no other lists); `token`, or `username` and `password`, in which `${NAME}` stands for a variable of the environment; and any of `minAge`, `minAgeExempt`, `allow`, `deny`, `malware`, `licenses` and `installScripts`, which then count for it in place of those below. Takes the place of `upstream`.',
  },
  upstreamMaxAge: {
    schema: whole(0, 86_400),
    initial: 300,
    about:
      'Seconds that a document of the upstream is taken for right without asking; after that it is served while the upstream is asked.',
  },
  readAhead: {
    schema: v.boolean('must be true or false'),
    initial: true,
    about:
      'Whether the documents of what a package needs are fetched once its own was: a first install takes less time, and some documents are fetched that nobody asks for.',
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
    schema: OwnScopes,
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
  allow: {
    schema: PolicyEntries.allow,
    initial: [],
    about:
      'Packages, versions and scopes of the upstream that alone are let in; empty lets all in.',
  },
  deny: {
    schema: PolicyEntries.deny,
    initial: [],
    about: 'Packages, versions and scopes of the upstream that nobody gets here.',
  },
  malware: {
    schema: PolicyEntries.malware,
    initial: [],
    about:
      'Lists of known malware, which nobody gets here: files or URLs of reports in the OSV format, one, an array, one on each line or a zip of them; those count that are of the ecosystem npm and whose id begins with `MAL-`. A file is read again within an hour of being written; one that can’t be read stops the start. A URL is asked each hour whether it has something else, and its last good copy is kept. One that can’t be had at the first start, with no copy, is logged and tried again each minute; until then nothing is kept out by it.',
  },
  licenses: {
    schema: PolicyEntries.licenses,
    initial: [],
    about:
      'Licences of which a version of the upstream has to have one, by their SPDX identifiers, such as `MIT,Apache-2.0,BSD-*`; empty lets all in. Of `MIT OR GPL-3.0-only` either suffices, of `MIT AND CC0-1.0` both are needed. What names no licence, or one that is no SPDX expression, is refused then.',
  },
  installScripts: {
    schema: PolicyEntries.installScripts,
    initial: 'allow',
    about:
      'Whether anybody gets versions of the upstream that run scripts when they are installed.',
  },
} as const;
