/** Where pages are, below the registry's own origin. Names are encoded: a scoped one stays two segments. */
export const homePath = '/';

/** `page`: 1 is the first. */
export const searchPath = (text?: string, page = 1): string => {
  if (text === undefined) return '/-/web/search';
  return `/-/web/search?${query({ q: text, ...(page > 1 && { page: String(page) }) })}`;
};

/** The newest versions of all packages; that of one package is a tab of it. */
export const feedPath = '/-/web/feed.atom';
export const openSearchPath = '/-/web/opensearch.xml';
export const sitemapPath = '/-/web/sitemap.xml';
/** The packages of one part of the table. */
export const sitemapPartPath = (part: number): string => `/-/web/sitemap/${part}.xml`;

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

/** What an encoded path is put behind, to lead to that file of the latest version. */
export const filePrefix = (name: string): string => `${packagePath(name, 'files')}?path=`;

/** A package's page as it was at a version. */
export const versionPath = (name: string, version: string): string =>
  `${packagePath(name)}/v/${encodeURIComponent(version)}`;

/** A folder or file of a version; without a path, all of it. */
export const filesPath = (name: string, { version, path, page }: FilePlace): string =>
  `${packagePath(name, 'files')}?${query({
    version,
    ...(path !== undefined && path !== '' && { path }),
    ...(page !== undefined && page > 1 && { page: String(page) }),
  })}`;

interface FilePlace {
  readonly version: string;
  readonly path?: string;
  readonly page?: number;
}

/** The bytes of a version's file. */
export const rawPath = (name: string, version: string, path: string): string =>
  `${packagePath(name)}/raw?${query({ version, path })}`;

/** What differs between two versions, or of one file of theirs. */
export const diffPath = (name: string, from: string, to: string, path?: string): string =>
  `${packagePath(name, 'diff')}?${query({ from, to, ...(path !== undefined && { path }) })}`;

/** A version's tarball, as clients download it. */
export const tarballPath = (name: string, version: string): string =>
  `/${encodeName(name)}/-/${encodeURIComponent(name.split('/').at(-1) ?? name)}-${encodeURIComponent(version)}.tgz`;
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

/** Stands for the queue of the operators; no package can be called so. */
export const OPERATORS = '@operators';

/** Tickets that somebody opened; `of`: the queue of a package, by its name, or of {@link OPERATORS}. */
export const ticketsPath = (
  shown: { readonly of?: string; readonly state?: string; readonly after?: string } = {},
): string => {
  const given = Object.entries(shown).filter(([, value]) => value !== undefined);
  return `/-/web/account/tickets${given.length > 0 ? `?${query(Object.fromEntries(given))}` : ''}`;
};

/** Where the form of a package sends what somebody reports: who shows packages writes nothing. */
export const sendReportPath = (name: string): string => `/-/web/account/report/${encodeName(name)}`;

export const ticketPath = (id: string): string =>
  `/-/web/account/tickets/${encodeURIComponent(id)}`;
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
  withQuery(`${adminPath}/${tab}`, values);

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
  withQuery('/-/web/audit', values);

/** Where somebody signs in, and goes on to afterwards. */
export const signInPath = (next?: string): string =>
  `/-/web/account/sign-in${next === undefined ? '' : `?${query({ next })}`}`;

/** Where somebody who gave the right password gives a code. */
export const signInCodePath = '/-/web/account/sign-in/code';
/** On to the provider. */
export const signInProviderPath = '/-/web/account/sign-in/provider';

export const signUpPath = (next?: string): string =>
  `/-/web/account/sign-up${next === undefined ? '' : `?${query({ next })}`}`;

/** The same path with a query; without one, as it is. */
export const withQuery = (path: string, values: Readonly<Record<string, string>> = {}): string =>
  Object.keys(values).length === 0 ? path : `${path}?${query(values)}`;

const query = (values: Readonly<Record<string, string>>): string =>
  new URLSearchParams(values).toString();

const encodeName = (name: string): string =>
  name.split('/').map(encodeURIComponent).join('/').replace('%40', '@');
