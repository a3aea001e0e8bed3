import * as v from 'valibot';

import { administers } from '#domain/org/member.ts';
import { EVERYBODY } from '#domain/org/org.ts';
import { requireInsider, viewerOf } from '#http/org/membership.ts';
import { listingOfTeam, shelfOf } from '#http/org/shelf.ts';
import { membersOf, teamOf } from '#http/org/team.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { Done, PageNumber, pageOf } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { listMembers } from '#store/orgs.ts';
import { teamPage } from '#web/people/team.ts';

/** Of each list. */
const AT_ONCE = 50;

/** For members alone, so that the forms are on the same page for those who may change it. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/people/org/{org}/team/{team}',
  summary: 'Show a team to the members of its organization',
  permission: 'user',
  query: v.object({ done: Done, page: PageNumber, members: PageNumber }),
  stores: ['orgs:read', 'packages:list'],
  page: true,
});

export const handle = page(route, async ({ params, principal, query, request, services }) => {
  const { table } = services;
  const insider = await requireInsider(principal, params.org, table);
  const { org, actor } = insider;
  const team = teamOf(org, params.team);
  const [all, shelf] = await Promise.all([listMembers(table, org.name), shelfOf(table, org)]);
  const members = membersOf(all, team).map(({ user }) => user);
  const grants = Object.entries(listingOfTeam(shelf, org, team, viewerOf(insider)));
  const shown = {
    org: org.name,
    team: params.team,
    description: team.description ?? '',
    done: query.done,
    isEverybody: team.id === EVERYBODY,
    administers: actor.role === 'registry' || administers(actor.role),
    members: pageOf(members, query.members, AT_ONCE),
    size: members.length,
    grants: pageOf(grants, query.page, AT_ONCE),
  };
  return showPage(teamPage(shown), request);
});
