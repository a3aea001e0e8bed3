/** Where pages are, below the registry's own origin. Names are encoded: a scoped one stays two segments. */
export const homePath = '/';

export const searchPath = (text?: string): string =>
  text === undefined ? '/-/web/search' : `/-/web/search?${query({ q: text })}`;

/** A package's page, or one of those beside it. */
export const packagePath = (name: string, tab?: PackageTab): string =>
  `/-/web/package/${encodeName(name)}${tab === undefined ? '' : `/${tab}`}`;

/** Every page beside a package's own; each has a file of its own in web/package and lambdas/endpoints/web-package. */
export type PackageTab =
  | 'versions'
  | 'dependencies'
  | 'dependents'
  | 'files'
  | 'diff'
  | 'downloads'
  | 'security'
  | 'score'
  | 'report'
  | 'feed.atom';

/** A package's page as it was at a version. */
export const versionPath = (name: string, version: string): string =>
  `${packagePath(name)}/v/${encodeURIComponent(version)}`;

/** What owners may change of a package. */
export const settingsPath = (name: string): string => `/-/web/manage/${encodeName(name)}`;

export const userPath = (name: string): string => `/-/web/people/user/${encodeURIComponent(name)}`;
export const orgPath = (name: string): string => `/-/web/people/org/${encodeURIComponent(name)}`;
export const teamPath = (org: string, team: string): string =>
  `${orgPath(org)}/team/${encodeURIComponent(team)}`;

export const accountPath = '/-/web/account';
/** Pages of whoever is signed in, below their account's own. */
export const accountPaths = {
  email: '/-/web/account/email',
  invitation: '/-/web/account/invitation',
  tokens: '/-/web/account/tokens',
  newToken: '/-/web/account/tokens/new',
  otherTokens: '/-/web/account/tokens/others',
  secondFactor: '/-/web/account/second-factor',
  beginSecondFactor: '/-/web/account/second-factor/begin',
  confirmSecondFactor: '/-/web/account/second-factor/confirm',
  recoveryCodes: '/-/web/account/second-factor/codes',
  changeSecondFactor: '/-/web/account/second-factor/change',
  password: '/-/web/account/password',
  signIns: '/-/web/account/sign-ins',
  link: '/-/web/account/sign-ins/link',
  unlink: '/-/web/account/sign-ins/unlink',
  signOut: '/-/web/account/sign-out',
} as const;

/** What a page of the account says of what was just done there. */
export const donePath = (path: string, done: string): string => `${path}?${query({ done })}`;

export const revokePath = (key: string): string =>
  `/-/web/account/tokens/revoke/${encodeURIComponent(key)}`;

export const adminPath = '/-/web/admin';
export const dashboardPath = '/-/web/admin/dashboard';

/** Where somebody signs in, and goes on to afterwards. */
export const signInPath = (next?: string): string =>
  `/-/web/account/sign-in${next === undefined ? '' : `?${query({ next })}`}`;

/** Where somebody who gave the right password gives a code. */
export const signInCodePath = '/-/web/account/sign-in/code';
/** On to the provider. */
export const signInProviderPath = '/-/web/account/sign-in/provider';

export const signUpPath = (next?: string): string =>
  `/-/web/account/sign-up${next === undefined ? '' : `?${query({ next })}`}`;

const query = (values: Readonly<Record<string, string>>): string =>
  new URLSearchParams(values).toString();

const encodeName = (name: string): string =>
  name.split('/').map(encodeURIComponent).join('/').replace('%40', '@');
