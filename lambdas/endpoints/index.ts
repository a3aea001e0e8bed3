import type { Endpoint } from '#http/endpoint.ts';

import * as accessCollaborators from './access/collaborators.ts';
import * as accessGet from './access/get.ts';
import * as accessSet from './access/set.ts';
import * as accessVisibility from './access/visibility.ts';
import * as accountInvite from './account/invite.ts';
import * as accountLogin from './account/login.ts';
import * as accountLogout from './account/logout.ts';
import * as accountProfileGet from './account/profile-get.ts';
import * as accountProfileSet from './account/profile-set.ts';
import * as accountUserGet from './account/user-get.ts';
import * as accountWhoami from './account/whoami.ts';
import * as advisoriesList from './advisories/list.ts';
import * as advisoriesRemove from './advisories/remove.ts';
import * as advisoriesSet from './advisories/set.ts';
import * as cacheList from './cache/list.ts';
import * as cacheRemove from './cache/remove.ts';
import * as cacheStats from './cache/stats.ts';
import * as cacheVerify from './cache/verify.ts';
import * as distTagsList from './dist-tags/list.ts';
import * as distTagsRemove from './dist-tags/remove.ts';
import * as distTagsSet from './dist-tags/set.ts';
import * as identitiesLink from './identities/link.ts';
import * as identitiesList from './identities/list.ts';
import * as identitiesUnlink from './identities/unlink.ts';
import * as loginCallback from './login/callback.ts';
import * as loginConfirm from './login/confirm.ts';
import * as loginDone from './login/done.ts';
import * as loginPage from './login/page.ts';
import * as loginStart from './login/start.ts';
import * as ownersAdd from './owners/add.ts';
import * as ownersRemove from './owners/remove.ts';
import * as packagePackumentGet from './package/packument-get.ts';
import * as packagePut from './package/put.ts';
import * as packageRemove from './package/remove.ts';
import * as packageReplace from './package/replace.ts';
import * as packageVersionGet from './package/version-get.ts';
import * as registryHealth from './registry/health.ts';
import * as registryKeys from './registry/keys.ts';
import * as registryPing from './registry/ping.ts';
import * as registryReady from './registry/ready.ts';
import * as registryRunJob from './registry/run-job.ts';
import * as runsList from './runs/list.ts';
import * as runsRevoke from './runs/revoke.ts';
import * as searchSearch from './search/search.ts';
import * as securityAdvisories from './security/advisories.ts';
import * as securityAttestations from './security/attestations.ts';
import * as securityAuditQuick from './security/audit-quick.ts';
import * as securityAudit from './security/audit.ts';
import * as starsListByUser from './stars/list-by-user.ts';
import * as starsListOwn from './stars/list-own.ts';
import * as starsRemove from './stars/remove.ts';
import * as starsSet from './stars/set.ts';
import * as tarballGet from './tarball/get.ts';
import * as tarballRemove from './tarball/remove.ts';
import * as tokensCreate from './tokens/create.ts';
import * as tokensList from './tokens/list.ts';
import * as tokensRevoke from './tokens/revoke.ts';
import * as trustAdd from './trust/add.ts';
import * as trustExchange from './trust/exchange.ts';
import * as trustList from './trust/list.ts';
import * as trustRemove from './trust/remove.ts';
import * as uploadsCommit from './uploads/commit.ts';
import * as uploadsStart from './uploads/start.ts';

/** Every endpoint, by its file. Servers, stacks and documentation read this and nothing else. */
export const endpoints = {
  'access/collaborators': accessCollaborators,
  'access/get': accessGet,
  'access/set': accessSet,
  'access/visibility': accessVisibility,
  'account/invite': accountInvite,
  'account/login': accountLogin,
  'account/logout': accountLogout,
  'account/profile-get': accountProfileGet,
  'account/profile-set': accountProfileSet,
  'account/user-get': accountUserGet,
  'account/whoami': accountWhoami,
  'advisories/list': advisoriesList,
  'advisories/remove': advisoriesRemove,
  'advisories/set': advisoriesSet,
  'cache/list': cacheList,
  'cache/remove': cacheRemove,
  'cache/stats': cacheStats,
  'cache/verify': cacheVerify,
  'dist-tags/list': distTagsList,
  'dist-tags/remove': distTagsRemove,
  'dist-tags/set': distTagsSet,
  'identities/link': identitiesLink,
  'identities/list': identitiesList,
  'identities/unlink': identitiesUnlink,
  'login/callback': loginCallback,
  'login/confirm': loginConfirm,
  'login/done': loginDone,
  'login/page': loginPage,
  'login/start': loginStart,
  'owners/add': ownersAdd,
  'owners/remove': ownersRemove,
  'package/packument-get': packagePackumentGet,
  'package/put': packagePut,
  'package/remove': packageRemove,
  'package/replace': packageReplace,
  'package/version-get': packageVersionGet,
  'registry/health': registryHealth,
  'registry/keys': registryKeys,
  'registry/ping': registryPing,
  'registry/ready': registryReady,
  'registry/run-job': registryRunJob,
  'runs/list': runsList,
  'runs/revoke': runsRevoke,
  'search/search': searchSearch,
  'security/advisories': securityAdvisories,
  'security/attestations': securityAttestations,
  'security/audit': securityAudit,
  'security/audit-quick': securityAuditQuick,
  'stars/list-by-user': starsListByUser,
  'stars/list-own': starsListOwn,
  'stars/remove': starsRemove,
  'stars/set': starsSet,
  'tarball/get': tarballGet,
  'tarball/remove': tarballRemove,
  'tokens/create': tokensCreate,
  'tokens/list': tokensList,
  'tokens/revoke': tokensRevoke,
  'trust/add': trustAdd,
  'trust/exchange': trustExchange,
  'trust/list': trustList,
  'trust/remove': trustRemove,
  'uploads/commit': uploadsCommit,
  'uploads/start': uploadsStart,
} as const satisfies Readonly<Record<string, Endpoint>>;
