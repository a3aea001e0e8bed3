import { toWireRole } from '#domain/org/member.ts';
import { membershipsOf } from '#http/org/memberships.ts';
import { packagesOwnedBy } from '#http/packages-of.ts';
import { defineRoute } from '#http/route.ts';
import { visibleTo } from '#http/visible-packages.ts';
import { accountOf, doneOf } from '#http/web/account-of.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import { listStarred } from '#store/stars.ts';
import { overviewPage } from '#web/account/overview.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/account',
  summary: 'Show the account of who is signed in',
  permission: 'user',
  stores: [
    'search',
    'packages:read',
    'packages:list',
    'orgs:read',
    'memberships:list',
    'stars:list',
  ],
  page: true,
});

export const handle = page(route, async (call) => {
  const { principal, request, services } = call;
  const { me, user } = await accountOf(call);
  const { table } = services;
  const [packages, memberships, stars] = await Promise.all([
    packagesOwnedBy(user.name, principal, services),
    membershipsOf(principal, table),
    listStarred(table, user.name).then(async (names) => visibleTo(principal, names, services)),
  ]);
  const orgs = memberships.map(({ org, member }) => ({
    name: org.name,
    role: toWireRole(member.role),
    teams: Object.keys(org.teams).filter((team) =>
      member.teams.includes(org.teams[team]?.id ?? ''),
    ),
  }));
  const { email, createdAt: since } = user;
  const done = doneOf(request);
  const names = Object.keys(packages);
  return showPage(overviewPage({ me, email, since, packages: names, orgs, stars, done }), request);
});
