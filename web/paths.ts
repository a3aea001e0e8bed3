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

/** A page beside it, as it was at a version. */
export const versionTabPath = (name: string, tab: PackageTab, version: string): string =>
  `${packagePath(name, tab)}?${query({ version })}`;

/** A page of its list of versions. */
export const versionsPath = (name: string, page: number): string =>
  page === 1 ? packagePath(name, 'versions') : `${packagePath(name, 'versions')}?page=${page}`;

/** Its list of dependents, from a place on. */
export const dependentsPath = (name: string, after: string): string =>
  `${packagePath(name, 'dependents')}?${query({ after })}`;

/** Packages with a keyword; one with spaces or signs in it is looked for as words. */
export const keywordPath = (keyword: string): string =>
  searchPath(/[\s,+]|^-/.test(keyword) ? keyword : `keywords:${keyword}`);

/** What owners may change of a package. */
export const settingsPath = (name: string): string => `/-/web/manage/${encodeName(name)}`;

export const userPath = (name: string): string => `/-/web/people/user/${encodeURIComponent(name)}`;
export const orgPath = (name: string): string => `/-/web/people/org/${encodeURIComponent(name)}`;
export const teamPath = (org: string, team: string): string =>
  `${orgPath(org)}/team/${encodeURIComponent(team)}`;

export const accountPath = '/-/web/account';
export const adminPath = '/-/web/admin';
export const dashboardPath = '/-/web/admin/dashboard';

/** Where somebody signs in, and goes on to afterwards. */
export const signInPath = (next?: string): string =>
  `/-/web/account/sign-in${next === undefined ? '' : `?${query({ next })}`}`;

const query = (values: Readonly<Record<string, string>>): string =>
  new URLSearchParams(values).toString();

const encodeName = (name: string): string =>
  name.split('/').map(encodeURIComponent).join('/').replace('%40', '@');
