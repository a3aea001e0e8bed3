import { endpoints } from '#endpoints';

import type { Filled } from './fill.ts';
import type { Name } from './people.ts';

/** A page to be photographed. */
export interface Shot {
  /** The endpoint that shows it. */
  readonly name: string;
  /** What is special about it, where a page is photographed more than once. */
  readonly state?: string;
  readonly path: string;
  /** Who is signed in. */
  readonly as?: Name;
  /** What the browser brings beside that. */
  readonly cookie?: string;
}

type Places = string | Readonly<Record<string, string>>;

const CACHE = '/-/web/package/@acme/cache';
const SETTINGS = '/-/web/manage/@acme/cache';
const ACCOUNT = '/-/web/account';

/** By endpoint: where it is, or where it is in each of the states that it is shown in. */
const OF_ANYBODY: Readonly<Record<string, Places>> = {
  'web-home/home': '/',
  'web-home/search': { found: '/-/web/search?q=cache', nothing: '/-/web/search?q=zebra' },
  'web-package/overview': { '': CACHE, deprecated: '/-/web/package/left-justify' },
  'web-package/version': `${CACHE}/v/1.1.0`,
  'web-package/versions': `${CACHE}/versions`,
  'web-package/dependencies': {
    '': `${CACHE}/dependencies`,
    none: '/-/web/package/left-justify/dependencies',
  },
  'web-package/dependents': {
    '': `${CACHE}/dependents`,
    none: '/-/web/package/@orchard/maps/dependents',
  },
  'web-package/downloads': {
    '': `${CACHE}/downloads`,
    none: '/-/web/package/@orchard/maps/downloads',
  },
  'web-package/security': {
    '': `${CACHE}/security`,
    none: '/-/web/package/@orchard/maps/security',
  },
  'web-package/score': `${CACHE}/score`,
  'web-package/files': {
    '': `${CACHE}/files?version=2.0.0`,
    file: `${CACHE}/files?version=2.0.0&path=dist/index.js`,
    text: `${CACHE}/files?version=2.0.0&path=docs/eviction.md`,
  },
  'web-package/diff': {
    '': `${CACHE}/diff?from=1.2.0&to=2.0.0`,
    file: `${CACHE}/diff?from=1.2.0&to=2.0.0&path=dist/index.js`,
  },
  'web-people/user': '/-/web/people/user/ben',
  'web-people/org': '/-/web/people/org/acme',
  'web-account/sign-in-page': `${ACCOUNT}/sign-in`,
  'web-account/sign-up-page': `${ACCOUNT}/sign-up`,
};

const ofAlice = ({ ticket, tokenKey, signIn }: Filled): Readonly<Record<string, Places>> => ({
  'web-package/report-page': `${CACHE}/report`,
  'web-manage/settings': SETTINGS,
  'web-manage/owners': `${SETTINGS}/owners`,
  'web-manage/trust': { '': `${SETTINGS}/trust`, none: '/-/web/manage/@acme/http/trust' },
  'web-manage/versions': `${SETTINGS}/versions`,
  'web-manage/staged': { '': `${SETTINGS}/staged`, none: '/-/web/manage/@acme/http/staged' },
  'web-manage/advisories': {
    '': `${SETTINGS}/advisories`,
    none: '/-/web/manage/@acme/http/advisories',
  },
  'web-manage/missing': { '': `${SETTINGS}/missing`, none: '/-/web/manage/@acme/http/missing' },
  'web-manage/unpublish': `${SETTINGS}/unpublish`,
  'web-audit/of-package': '/-/web/audit/package/@acme/cache',
  'web-audit/of-org': '/-/web/audit/org/acme',
  'web-people/org-manage': '/-/web/people/org/acme/manage',
  'web-people/team': '/-/web/people/org/acme/team/platform',
  'web-people/new-org': '/-/web/people/new-org',
  'web-account/overview': ACCOUNT,
  'web-account/email-page': `${ACCOUNT}/email`,
  'web-account/invitation-page': `${ACCOUNT}/invitation`,
  'web-account/password-page': `${ACCOUNT}/password`,
  'web-account/tokens': `${ACCOUNT}/tokens`,
  'web-account/new-token-page': `${ACCOUNT}/tokens/new`,
  'web-account/other-tokens-page': `${ACCOUNT}/tokens/others`,
  'web-account/revoke-token-page': `${ACCOUNT}/tokens/revoke/${tokenKey}`,
  'web-account/second-factor-begin-page': `${ACCOUNT}/second-factor/begin`,
  'web-account/sign-ins': `${ACCOUNT}/sign-ins`,
  'web-account/link-page': `${ACCOUNT}/sign-ins/link`,
  'web-account/unlink-page': `${ACCOUNT}/sign-ins/unlink?id=${signIn}`,
  'web-account/ticket': `${ACCOUNT}/tickets/${ticket}`,
  'web-account/tickets': {
    own: `${ACCOUNT}/tickets`,
    package: `${ACCOUNT}/tickets?of=%40acme%2Fcache`,
  },
});

/** Somebody with a second factor. */
const OF_CHIARA: Readonly<Record<string, Places>> = {
  'web-account/second-factor': `${ACCOUNT}/second-factor`,
  'web-account/second-factor-change-page': `${ACCOUNT}/second-factor/change`,
  'web-account/recovery-codes-page': `${ACCOUNT}/second-factor/codes`,
};

/** Somebody who has begun one. */
const OF_DMITRI: Readonly<Record<string, Places>> = {
  'web-account/second-factor-confirm-page': `${ACCOUNT}/second-factor/confirm`,
};

const OF_ADMIN: Readonly<Record<string, Places>> = {
  'web-admin/overview': '/-/web/admin',
  'web-admin/dashboard': '/-/web/admin/dashboard',
  'web-admin/users': '/-/web/admin/users',
  'web-admin/user': '/-/web/admin/users/alice',
  'web-admin/claims': { '': '/-/web/admin/claims', name: '/-/web/admin/claims?name=@acme/cache' },
  'web-admin/policies': '/-/web/admin/policies',
  'web-admin/quarantine': {
    '': '/-/web/admin/quarantine',
    version: '/-/web/admin/quarantine?name=left-pad&version=1.0.0',
  },
  'web-admin/jobs': '/-/web/admin/jobs',
  'web-admin/storage': '/-/web/admin/storage?count=yes',
  'web-audit/list': '/-/web/audit',
};

/** What programs read, and no person. */
const NO_PICTURES: ReadonlySet<string> = new Set([
  'web-home/asset',
  'web-home/feed',
  'web-home/opensearch',
  'web-home/sitemap',
  'web-home/sitemap-part',
  'web-home/suggest',
  'web-package/feed',
  'web-package/raw',
]);

/** Every page; fails when one was added to the registry and not here. */
export function shotsOf(filled: Filled): readonly Shot[] {
  const { path, cookie } = filled.codeAsked;
  const shots = [
    ...toShots(OF_ANYBODY),
    ...toShots(ofAlice(filled), 'alice'),
    ...toShots(OF_CHIARA, 'chiara'),
    ...toShots(OF_DMITRI, 'dmitri'),
    ...toShots(OF_ADMIN, 'admin'),
    { name: 'web-account/sign-in-code-page', path, cookie },
  ];
  const known = new Set([...NO_PICTURES, ...shots.map(({ name }) => name)]);
  const forgotten = Object.entries(endpoints)
    .filter(([, { route }]) => 'page' in route && route.method === 'GET')
    .filter(([name]) => !known.has(name));
  if (forgotten.length > 0) {
    const names = forgotten.map(([name]) => name).join(', ');
    throw new Error(`add to scripts/screenshots/pages.ts what shows ${names}`);
  }
  return shots;
}

const toShots = (pages: Readonly<Record<string, Places>>, as?: Name): readonly Shot[] =>
  Object.entries(pages).flatMap(([name, places]) =>
    Object.entries(typeof places === 'string' ? { '': places } : places).map(([state, path]) => ({
      name,
      path,
      ...(state !== '' && { state }),
      ...(as && { as }),
    })),
  );
