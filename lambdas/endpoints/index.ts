/* oxlint-disable max-lines -- a list, of two lines an endpoint */
import type { Endpoint } from '#http/endpoint.ts';

import * as accessCollaborators from './access/collaborators.ts';
import * as accessGet from './access/get.ts';
import * as accessPackagesOfUser from './access/packages-of-user.ts';
import * as accessPackagesOwn from './access/packages-own.ts';
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
import * as auditList from './audit/list.ts';
import * as auditOfOrg from './audit/of-org.ts';
import * as auditOfPackage from './audit/of-package.ts';
import * as auditOfUser from './audit/of-user.ts';
import * as badgesGet from './badges/get.ts';
import * as cacheList from './cache/list.ts';
import * as cacheRemove from './cache/remove.ts';
import * as cacheStats from './cache/stats.ts';
import * as cacheVerify from './cache/verify.ts';
import * as catalogueDependents from './catalogue/dependents.ts';
import * as catalogueNewest from './catalogue/newest.ts';
import * as catalogueShadowing from './catalogue/shadowing.ts';
import * as catalogueStatistics from './catalogue/statistics.ts';
import * as distTagsList from './dist-tags/list.ts';
import * as distTagsRemove from './dist-tags/remove.ts';
import * as distTagsSet from './dist-tags/set.ts';
import * as downloadsAllPoint from './downloads/all-point.ts';
import * as downloadsAllRange from './downloads/all-range.ts';
import * as downloadsMissingVersions from './downloads/missing-versions.ts';
import * as downloadsMissing from './downloads/missing.ts';
import * as downloadsPoint from './downloads/point.ts';
import * as downloadsRange from './downloads/range.ts';
import * as downloadsRefused from './downloads/refused.ts';
import * as downloadsTop from './downloads/top.ts';
import * as downloadsTrending from './downloads/trending.ts';
import * as downloadsUsage from './downloads/usage.ts';
import * as downloadsVersions from './downloads/versions.ts';
import * as identitiesLink from './identities/link.ts';
import * as identitiesList from './identities/list.ts';
import * as identitiesUnlink from './identities/unlink.ts';
import * as importsGet from './imports/get.ts';
import * as importsPut from './imports/put.ts';
import * as invitationsAccept from './invitations/accept.ts';
import * as invitationsCreate from './invitations/create.ts';
import * as invitationsList from './invitations/list.ts';
import * as invitationsRevoke from './invitations/revoke.ts';
import * as loginCallback from './login/callback.ts';
import * as loginConfirm from './login/confirm.ts';
import * as loginDone from './login/done.ts';
import * as loginPage from './login/page.ts';
import * as loginStart from './login/start.ts';
import * as orgsGet from './orgs/get.ts';
import * as orgsList from './orgs/list.ts';
import * as orgsMemberList from './orgs/member-list.ts';
import * as orgsMemberRemove from './orgs/member-remove.ts';
import * as orgsMemberSet from './orgs/member-set.ts';
import * as orgsPackageList from './orgs/package-list.ts';
import * as orgsSet from './orgs/set.ts';
import * as ownersAdd from './owners/add.ts';
import * as ownersRemove from './owners/remove.ts';
import * as packagePackumentGet from './package/packument-get.ts';
import * as packagePut from './package/put.ts';
import * as packageRemove from './package/remove.ts';
import * as packageReplace from './package/replace.ts';
import * as packageScoreGet from './package/score-get.ts';
import * as packageVersionGet from './package/version-get.ts';
import * as registryHealth from './registry/health.ts';
import * as registryJobs from './registry/jobs.ts';
import * as registryKeys from './registry/keys.ts';
import * as registryPing from './registry/ping.ts';
import * as registryReady from './registry/ready.ts';
import * as registryRunJob from './registry/run-job.ts';
import * as rulesGet from './rules/get.ts';
import * as rulesSet from './rules/set.ts';
import * as runsList from './runs/list.ts';
import * as runsRevoke from './runs/revoke.ts';
import * as searchSearch from './search/search.ts';
import * as secondFactorRecoveryCodes from './second-factor/recovery-codes.ts';
import * as secondFactorRemove from './second-factor/remove.ts';
import * as securityAdvisories from './security/advisories.ts';
import * as securityAttestations from './security/attestations.ts';
import * as securityAuditQuick from './security/audit-quick.ts';
import * as securityAudit from './security/audit.ts';
import * as stageApprove from './stage/approve.ts';
import * as stageGet from './stage/get.ts';
import * as stageList from './stage/list.ts';
import * as stagePublish from './stage/publish.ts';
import * as stageReject from './stage/reject.ts';
import * as stageTarball from './stage/tarball.ts';
import * as starsListByUser from './stars/list-by-user.ts';
import * as starsListOwn from './stars/list-own.ts';
import * as starsRemove from './stars/remove.ts';
import * as starsSet from './stars/set.ts';
import * as tarballGet from './tarball/get.ts';
import * as tarballRemove from './tarball/remove.ts';
import * as teamsCreate from './teams/create.ts';
import * as teamsGrant from './teams/grant.ts';
import * as teamsList from './teams/list.ts';
import * as teamsMemberAdd from './teams/member-add.ts';
import * as teamsMemberList from './teams/member-list.ts';
import * as teamsMemberRemove from './teams/member-remove.ts';
import * as teamsPackageList from './teams/package-list.ts';
import * as teamsRemove from './teams/remove.ts';
import * as teamsRevoke from './teams/revoke.ts';
import * as ticketsAnswer from './tickets/answer.ts';
import * as ticketsCreate from './tickets/create.ts';
import * as ticketsGet from './tickets/get.ts';
import * as ticketsList from './tickets/list.ts';
import * as ticketsOfOperators from './tickets/of-operators.ts';
import * as ticketsOfPackage from './tickets/of-package.ts';
import * as tokensCreate from './tokens/create.ts';
import * as tokensList from './tokens/list.ts';
import * as tokensRevoke from './tokens/revoke.ts';
import * as trustAdd from './trust/add.ts';
import * as trustExchange from './trust/exchange.ts';
import * as trustList from './trust/list.ts';
import * as trustOwners from './trust/owners.ts';
import * as trustRemove from './trust/remove.ts';
import * as uploadsCommit from './uploads/commit.ts';
import * as uploadsGet from './uploads/get.ts';
import * as uploadsStart from './uploads/start.ts';
import * as webAccountEmailPage from './web-account/email-page.ts';
import * as webAccountEmail from './web-account/email.ts';
import * as webAccountInvitationPage from './web-account/invitation-page.ts';
import * as webAccountInvitation from './web-account/invitation.ts';
import * as webAccountLinkPage from './web-account/link-page.ts';
import * as webAccountLink from './web-account/link.ts';
import * as webAccountNewTokenPage from './web-account/new-token-page.ts';
import * as webAccountNewToken from './web-account/new-token.ts';
import * as webAccountOtherTokensPage from './web-account/other-tokens-page.ts';
import * as webAccountOtherTokens from './web-account/other-tokens.ts';
import * as webAccountOverview from './web-account/overview.ts';
import * as webAccountPasswordPage from './web-account/password-page.ts';
import * as webAccountPassword from './web-account/password.ts';
import * as webAccountRecoveryCodesPage from './web-account/recovery-codes-page.ts';
import * as webAccountRecoveryCodes from './web-account/recovery-codes.ts';
import * as webAccountReport from './web-account/report.ts';
import * as webAccountRevokeTokenPage from './web-account/revoke-token-page.ts';
import * as webAccountRevokeToken from './web-account/revoke-token.ts';
import * as webAccountSecondFactorBeginPage from './web-account/second-factor-begin-page.ts';
import * as webAccountSecondFactorBegin from './web-account/second-factor-begin.ts';
import * as webAccountSecondFactorChangePage from './web-account/second-factor-change-page.ts';
import * as webAccountSecondFactorChange from './web-account/second-factor-change.ts';
import * as webAccountSecondFactorConfirmPage from './web-account/second-factor-confirm-page.ts';
import * as webAccountSecondFactorConfirm from './web-account/second-factor-confirm.ts';
import * as webAccountSecondFactor from './web-account/second-factor.ts';
import * as webAccountSignInCodePage from './web-account/sign-in-code-page.ts';
import * as webAccountSignInCode from './web-account/sign-in-code.ts';
import * as webAccountSignInPage from './web-account/sign-in-page.ts';
import * as webAccountSignInProvider from './web-account/sign-in-provider.ts';
import * as webAccountSignIn from './web-account/sign-in.ts';
import * as webAccountSignIns from './web-account/sign-ins.ts';
import * as webAccountSignOut from './web-account/sign-out.ts';
import * as webAccountSignUpPage from './web-account/sign-up-page.ts';
import * as webAccountSignUp from './web-account/sign-up.ts';
import * as webAccountTicketAnswer from './web-account/ticket-answer.ts';
import * as webAccountTicket from './web-account/ticket.ts';
import * as webAccountTickets from './web-account/tickets.ts';
import * as webAccountTokens from './web-account/tokens.ts';
import * as webAccountUnlinkPage from './web-account/unlink-page.ts';
import * as webAccountUnlink from './web-account/unlink.ts';
import * as webAdminCacheRemove from './web-admin/cache-remove.ts';
import * as webAdminCacheVerify from './web-admin/cache-verify.ts';
import * as webAdminClaims from './web-admin/claims.ts';
import * as webAdminDashboard from './web-admin/dashboard.ts';
import * as webAdminInvite from './web-admin/invite.ts';
import * as webAdminJobs from './web-admin/jobs.ts';
import * as webAdminOverview from './web-admin/overview.ts';
import * as webAdminPolicies from './web-admin/policies.ts';
import * as webAdminQuarantine from './web-admin/quarantine.ts';
import * as webAdminRunJob from './web-admin/run-job.ts';
import * as webAdminStorage from './web-admin/storage.ts';
import * as webAdminUserAdmin from './web-admin/user-admin.ts';
import * as webAdminUserSecondFactor from './web-admin/user-second-factor.ts';
import * as webAdminUserTokens from './web-admin/user-tokens.ts';
import * as webAdminUser from './web-admin/user.ts';
import * as webAdminUsers from './web-admin/users.ts';
import * as webAuditList from './web-audit/list.ts';
import * as webAuditOfOrg from './web-audit/of-org.ts';
import * as webAuditOfPackage from './web-audit/of-package.ts';
import * as webHomeAsset from './web-home/asset.ts';
import * as webHomeFeed from './web-home/feed.ts';
import * as webHomeHome from './web-home/home.ts';
import * as webHomeOpensearch from './web-home/opensearch.ts';
import * as webHomeSearch from './web-home/search.ts';
import * as webHomeSitemapPart from './web-home/sitemap-part.ts';
import * as webHomeSitemap from './web-home/sitemap.ts';
import * as webHomeSuggest from './web-home/suggest.ts';
import * as webManageAdvisoriesSet from './web-manage/advisories-set.ts';
import * as webManageAdvisories from './web-manage/advisories.ts';
import * as webManageMissing from './web-manage/missing.ts';
import * as webManageOwnersSet from './web-manage/owners-set.ts';
import * as webManageOwners from './web-manage/owners.ts';
import * as webManageSettingsSet from './web-manage/settings-set.ts';
import * as webManageSettings from './web-manage/settings.ts';
import * as webManageStagedSet from './web-manage/staged-set.ts';
import * as webManageStaged from './web-manage/staged.ts';
import * as webManageTrustSet from './web-manage/trust-set.ts';
import * as webManageTrust from './web-manage/trust.ts';
import * as webManageUnpublishSet from './web-manage/unpublish-set.ts';
import * as webManageUnpublish from './web-manage/unpublish.ts';
import * as webManageVersionsSet from './web-manage/versions-set.ts';
import * as webManageVersions from './web-manage/versions.ts';
import * as webPackageDependencies from './web-package/dependencies.ts';
import * as webPackageDependents from './web-package/dependents.ts';
import * as webPackageDiff from './web-package/diff.ts';
import * as webPackageDownloads from './web-package/downloads.ts';
import * as webPackageFeed from './web-package/feed.ts';
import * as webPackageFiles from './web-package/files.ts';
import * as webPackageOverview from './web-package/overview.ts';
import * as webPackageRaw from './web-package/raw.ts';
import * as webPackageReportPage from './web-package/report-page.ts';
import * as webPackageScore from './web-package/score.ts';
import * as webPackageSecurity from './web-package/security.ts';
import * as webPackageVersion from './web-package/version.ts';
import * as webPackageVersions from './web-package/versions.ts';
import * as webPeopleNewOrgSet from './web-people/new-org-set.ts';
import * as webPeopleNewOrg from './web-people/new-org.ts';
import * as webPeopleOrgManage from './web-people/org-manage.ts';
import * as webPeopleOrgSet from './web-people/org-set.ts';
import * as webPeopleOrg from './web-people/org.ts';
import * as webPeopleTeamSet from './web-people/team-set.ts';
import * as webPeopleTeam from './web-people/team.ts';
import * as webPeopleUser from './web-people/user.ts';

/** Every endpoint, by its file. Servers, stacks and documentation read this and nothing else. */
export const endpoints = {
  'access/collaborators': accessCollaborators,
  'access/get': accessGet,
  'access/packages-of-user': accessPackagesOfUser,
  'access/packages-own': accessPackagesOwn,
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
  'audit/list': auditList,
  'audit/of-org': auditOfOrg,
  'audit/of-package': auditOfPackage,
  'audit/of-user': auditOfUser,
  'badges/get': badgesGet,
  'cache/list': cacheList,
  'cache/remove': cacheRemove,
  'cache/stats': cacheStats,
  'cache/verify': cacheVerify,
  'catalogue/dependents': catalogueDependents,
  'catalogue/newest': catalogueNewest,
  'catalogue/shadowing': catalogueShadowing,
  'catalogue/statistics': catalogueStatistics,
  'dist-tags/list': distTagsList,
  'dist-tags/remove': distTagsRemove,
  'dist-tags/set': distTagsSet,
  'downloads/all-point': downloadsAllPoint,
  'downloads/all-range': downloadsAllRange,
  'downloads/missing': downloadsMissing,
  'downloads/missing-versions': downloadsMissingVersions,
  'downloads/point': downloadsPoint,
  'downloads/range': downloadsRange,
  'downloads/refused': downloadsRefused,
  'downloads/top': downloadsTop,
  'downloads/trending': downloadsTrending,
  'downloads/usage': downloadsUsage,
  'downloads/versions': downloadsVersions,
  'identities/link': identitiesLink,
  'identities/list': identitiesList,
  'identities/unlink': identitiesUnlink,
  'login/callback': loginCallback,
  'login/confirm': loginConfirm,
  'login/done': loginDone,
  'login/page': loginPage,
  'login/start': loginStart,
  'imports/get': importsGet,
  'imports/put': importsPut,
  'invitations/accept': invitationsAccept,
  'invitations/create': invitationsCreate,
  'invitations/list': invitationsList,
  'invitations/revoke': invitationsRevoke,
  'orgs/get': orgsGet,
  'orgs/list': orgsList,
  'orgs/member-list': orgsMemberList,
  'orgs/member-remove': orgsMemberRemove,
  'orgs/member-set': orgsMemberSet,
  'orgs/package-list': orgsPackageList,
  'orgs/set': orgsSet,
  'owners/add': ownersAdd,
  'owners/remove': ownersRemove,
  'package/packument-get': packagePackumentGet,
  'package/put': packagePut,
  'package/remove': packageRemove,
  'package/replace': packageReplace,
  'package/score-get': packageScoreGet,
  'package/version-get': packageVersionGet,
  'registry/health': registryHealth,
  'registry/jobs': registryJobs,
  'registry/keys': registryKeys,
  'registry/ping': registryPing,
  'registry/ready': registryReady,
  'registry/run-job': registryRunJob,
  'rules/get': rulesGet,
  'rules/set': rulesSet,
  'runs/list': runsList,
  'runs/revoke': runsRevoke,
  'search/search': searchSearch,
  'second-factor/recovery-codes': secondFactorRecoveryCodes,
  'second-factor/remove': secondFactorRemove,
  'security/advisories': securityAdvisories,
  'security/attestations': securityAttestations,
  'security/audit': securityAudit,
  'security/audit-quick': securityAuditQuick,
  'stage/approve': stageApprove,
  'stage/get': stageGet,
  'stage/list': stageList,
  'stage/publish': stagePublish,
  'stage/reject': stageReject,
  'stage/tarball': stageTarball,
  'stars/list-by-user': starsListByUser,
  'stars/list-own': starsListOwn,
  'stars/remove': starsRemove,
  'stars/set': starsSet,
  'tarball/get': tarballGet,
  'tarball/remove': tarballRemove,
  'teams/create': teamsCreate,
  'teams/grant': teamsGrant,
  'teams/list': teamsList,
  'teams/member-add': teamsMemberAdd,
  'teams/member-list': teamsMemberList,
  'teams/member-remove': teamsMemberRemove,
  'teams/package-list': teamsPackageList,
  'teams/remove': teamsRemove,
  'teams/revoke': teamsRevoke,
  'tickets/answer': ticketsAnswer,
  'tickets/create': ticketsCreate,
  'tickets/get': ticketsGet,
  'tickets/list': ticketsList,
  'tickets/of-operators': ticketsOfOperators,
  'tickets/of-package': ticketsOfPackage,
  'tokens/create': tokensCreate,
  'tokens/list': tokensList,
  'tokens/revoke': tokensRevoke,
  'trust/add': trustAdd,
  'trust/exchange': trustExchange,
  'trust/list': trustList,
  'trust/owners': trustOwners,
  'trust/remove': trustRemove,
  'uploads/commit': uploadsCommit,
  'uploads/get': uploadsGet,
  'uploads/start': uploadsStart,
  'web-account/report': webAccountReport,
  'web-account/ticket': webAccountTicket,
  'web-account/ticket-answer': webAccountTicketAnswer,
  'web-account/tickets': webAccountTickets,
  'web-account/email': webAccountEmail,
  'web-account/email-page': webAccountEmailPage,
  'web-account/invitation': webAccountInvitation,
  'web-account/invitation-page': webAccountInvitationPage,
  'web-account/link': webAccountLink,
  'web-account/link-page': webAccountLinkPage,
  'web-account/new-token': webAccountNewToken,
  'web-account/new-token-page': webAccountNewTokenPage,
  'web-account/other-tokens': webAccountOtherTokens,
  'web-account/other-tokens-page': webAccountOtherTokensPage,
  'web-account/overview': webAccountOverview,
  'web-account/password': webAccountPassword,
  'web-account/password-page': webAccountPasswordPage,
  'web-account/recovery-codes': webAccountRecoveryCodes,
  'web-account/recovery-codes-page': webAccountRecoveryCodesPage,
  'web-account/revoke-token': webAccountRevokeToken,
  'web-account/revoke-token-page': webAccountRevokeTokenPage,
  'web-account/second-factor': webAccountSecondFactor,
  'web-account/second-factor-begin': webAccountSecondFactorBegin,
  'web-account/second-factor-begin-page': webAccountSecondFactorBeginPage,
  'web-account/second-factor-change': webAccountSecondFactorChange,
  'web-account/second-factor-change-page': webAccountSecondFactorChangePage,
  'web-account/second-factor-confirm': webAccountSecondFactorConfirm,
  'web-account/second-factor-confirm-page': webAccountSecondFactorConfirmPage,
  'web-account/sign-in': webAccountSignIn,
  'web-account/sign-in-code': webAccountSignInCode,
  'web-account/sign-in-code-page': webAccountSignInCodePage,
  'web-account/sign-in-page': webAccountSignInPage,
  'web-account/sign-in-provider': webAccountSignInProvider,
  'web-account/sign-ins': webAccountSignIns,
  'web-account/sign-out': webAccountSignOut,
  'web-account/sign-up': webAccountSignUp,
  'web-account/sign-up-page': webAccountSignUpPage,
  'web-account/tokens': webAccountTokens,
  'web-account/unlink': webAccountUnlink,
  'web-account/unlink-page': webAccountUnlinkPage,
  'web-admin/cache-remove': webAdminCacheRemove,
  'web-admin/cache-verify': webAdminCacheVerify,
  'web-admin/claims': webAdminClaims,
  'web-admin/dashboard': webAdminDashboard,
  'web-admin/invite': webAdminInvite,
  'web-admin/jobs': webAdminJobs,
  'web-admin/overview': webAdminOverview,
  'web-admin/policies': webAdminPolicies,
  'web-admin/quarantine': webAdminQuarantine,
  'web-admin/run-job': webAdminRunJob,
  'web-admin/storage': webAdminStorage,
  'web-admin/user-admin': webAdminUserAdmin,
  'web-admin/user-second-factor': webAdminUserSecondFactor,
  'web-admin/user-tokens': webAdminUserTokens,
  'web-admin/user': webAdminUser,
  'web-admin/users': webAdminUsers,
  'web-audit/list': webAuditList,
  'web-audit/of-org': webAuditOfOrg,
  'web-audit/of-package': webAuditOfPackage,
  'web-home/asset': webHomeAsset,
  'web-home/feed': webHomeFeed,
  'web-home/home': webHomeHome,
  'web-package/diff': webPackageDiff,
  'web-package/files': webPackageFiles,
  'web-home/opensearch': webHomeOpensearch,
  'web-home/search': webHomeSearch,
  'web-home/sitemap': webHomeSitemap,
  'web-home/sitemap-part': webHomeSitemapPart,
  'web-home/suggest': webHomeSuggest,
  'web-package/feed': webPackageFeed,
  'web-package/overview': webPackageOverview,
  'web-package/report-page': webPackageReportPage,
  'web-package/raw': webPackageRaw,
  'web-package/dependencies': webPackageDependencies,
  'web-package/dependents': webPackageDependents,
  'web-package/downloads': webPackageDownloads,
  'web-package/score': webPackageScore,
  'web-package/security': webPackageSecurity,
  'web-package/version': webPackageVersion,
  'web-package/versions': webPackageVersions,
  'web-manage/advisories': webManageAdvisories,
  'web-manage/advisories-set': webManageAdvisoriesSet,
  'web-manage/missing': webManageMissing,
  'web-manage/owners': webManageOwners,
  'web-manage/owners-set': webManageOwnersSet,
  'web-manage/settings': webManageSettings,
  'web-manage/settings-set': webManageSettingsSet,
  'web-manage/staged': webManageStaged,
  'web-manage/staged-set': webManageStagedSet,
  'web-manage/trust': webManageTrust,
  'web-manage/trust-set': webManageTrustSet,
  'web-manage/unpublish': webManageUnpublish,
  'web-manage/unpublish-set': webManageUnpublishSet,
  'web-manage/versions': webManageVersions,
  'web-manage/versions-set': webManageVersionsSet,
  'web-people/new-org': webPeopleNewOrg,
  'web-people/new-org-set': webPeopleNewOrgSet,
  'web-people/org': webPeopleOrg,
  'web-people/org-manage': webPeopleOrgManage,
  'web-people/org-set': webPeopleOrgSet,
  'web-people/team': webPeopleTeam,
  'web-people/team-set': webPeopleTeamSet,
  'web-people/user': webPeopleUser,
} as const satisfies Readonly<Record<string, Endpoint>>;
