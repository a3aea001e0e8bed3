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

/** What owners may change of a package, or one of the pages beside it. */
export const settingsPath = (name: string, tab?: SettingsTab): string =>
  `/-/web/manage/${encodeName(name)}${tab === undefined ? '' : `/${tab}`}`;

/** Every page below a package's settings; each has a file of its own in web/manage and lambdas/endpoints/web-manage. */
export type SettingsTab =
  | 'owners'
  | 'trust'
  | 'versions'
  | 'staged'
  | 'advisories'
  | 'missing'
  | 'unpublish';

/** Who changed what: apart from what can be changed, since no function may do both. */
export const packageAuditPath = (name: string, values?: Readonly<Record<string, string>>): string =>
  withQuery(`/-/web/audit/package/${encodeName(name)}`, values);
export const orgAuditPath = (name: string, values?: Readonly<Record<string, string>>): string =>
  withQuery(`/-/web/audit/org/${encodeURIComponent(name)}`, values);

export const userPath = (name: string): string => `/-/web/people/user/${encodeURIComponent(name)}`;
export const orgPath = (name: string): string => `/-/web/people/org/${encodeURIComponent(name)}`;
export const orgManagePath = (name: string): string => `${orgPath(name)}/manage`;
export const newOrgPath = '/-/web/people/new-org';
export const joinPath = '/-/web/people/join';
export const teamPath = (org: string, team: string): string =>
  `${orgPath(org)}/team/${encodeURIComponent(team)}`;

export const accountPath = '/-/web/account';
export const adminPath = '/-/web/admin';
export const dashboardPath = '/-/web/admin/dashboard';

/** Where somebody signs in, and goes on to afterwards. */
export const signInPath = (next?: string): string =>
  `/-/web/account/sign-in${next === undefined ? '' : `?${query({ next })}`}`;

/** The same path with a query; without one, as it is. */
export const withQuery = (path: string, values: Readonly<Record<string, string>> = {}): string =>
  Object.keys(values).length === 0 ? path : `${path}?${query(values)}`;

const query = (values: Readonly<Record<string, string>>): string =>
  new URLSearchParams(values).toString();

const encodeName = (name: string): string =>
  name.split('/').map(encodeURIComponent).join('/').replace('%40', '@');
