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
export const adminPath = '/-/web/admin';
export const dashboardPath = '/-/web/admin/dashboard';

/** Every page of the administration beside the first. */
export type AdminTab =
  | 'dashboard'
  | 'users'
  | 'claims'
  | 'policies'
  | 'quarantine'
  | 'jobs'
  | 'storage';

export const adminTabPath = (tab: AdminTab, values?: Readonly<Record<string, string>>): string =>
  `${adminPath}/${tab}${queryOf(values)}`;

/** A user as admins see one; `action`: where a form about them goes. */
export const adminUserPath = (
  name: string,
  action?: 'admin' | 'second-factor' | 'tokens',
): string =>
  `${adminTabPath('users')}/${encodeURIComponent(name)}${action === undefined ? '' : `/${action}`}`;

export const adminInvitePath = `${adminPath}/invitations`;
export const cacheVerifyPath = `${adminPath}/storage/verify`;
export const cacheRemovePath = `${adminPath}/storage/remove`;

/**
 * The audit log. It is no page of the administration: whoever may read events may not write any, so that on AWS another
 * function shows it.
 */
export const auditPath = (values?: Readonly<Record<string, string>>): string =>
  `/-/web/audit${queryOf(values)}`;

/** Where somebody signs in, and goes on to afterwards. */
export const signInPath = (next?: string): string =>
  `/-/web/account/sign-in${next === undefined ? '' : `?${query({ next })}`}`;

const queryOf = (values: Readonly<Record<string, string>> = {}): string =>
  Object.keys(values).length > 0 ? `?${query(values)}` : '';

const query = (values: Readonly<Record<string, string>>): string =>
  new URLSearchParams(values).toString();

const encodeName = (name: string): string =>
  name.split('/').map(encodeURIComponent).join('/').replace('%40', '@');
