import * as v from 'valibot';

import { checkAdministers, toWireRole } from '#domain/org/member.ts';
import { EVERYBODY } from '#domain/org/org.ts';
import { openInvitations, teamNames } from '#http/org/invitation.ts';
import { requireInsider } from '#http/org/membership.ts';
import { defineRoute } from '#http/route.ts';
import { shownTeams } from '#http/web/org-inside.ts';
import { page } from '#http/web/page.ts';
import { Done, PageNumber, pageOf } from '#http/web/paging.ts';
import { showPage } from '#http/web/show-page.ts';
import { listMembers } from '#store/orgs.ts';
import { orgManagePage } from '#web/people/org-manage.ts';

const MEMBERS = 25;

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/people/org/{org}/manage',
  summary: 'Show members, teams and invitations to the owners and admins of an organization',
  permission: 'user',
  query: v.object({ done: Done, page: PageNumber }),
  stores: ['orgs:read'],
  page: true,
});

export const handle = page(route, async ({ params, principal, query, request, services }) => {
  const { table, now } = services;
  const { org, actor } = await requireInsider(principal, params.org, table);
  checkAdministers(actor);
  const [members, invitations] = await Promise.all([
    listMembers(table, org.name),
    openInvitations(table, org, now()),
  ]);
  const { items, ...paged } = pageOf(members, query.page, MEMBERS);
  const shown = {
    org: org.name,
    done: query.done,
    members: items.map(({ user, role, since }) => ({ user, role: toWireRole(role), since })),
    total: members.length,
    ...paged,
    teams: shownTeams(org),
    everybody: EVERYBODY,
    invitations: invitations.map(({ key, role, teams, createdBy, expiresAt }) => ({
      key,
      role: toWireRole(role),
      teams: teamNames(org, teams),
      by: createdBy,
      expires: expiresAt,
    })),
  };
  return showPage(orgManagePage(shown), request);
});
