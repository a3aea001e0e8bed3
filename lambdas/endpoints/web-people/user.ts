import * as v from 'valibot';

import { notFound } from '#domain/errors.ts';
import { asUserName } from '#domain/user.ts';
import { defineRoute } from '#http/route.ts';
import { foundPackages } from '#http/web/found-packages.ts';
import { page } from '#http/web/page.ts';
import { PageNumber } from '#http/web/paging.ts';
import { sharedOrgs } from '#http/web/shared-orgs.ts';
import { showPage } from '#http/web/show-page.ts';
import { findUser } from '#store/users.ts';
import { userPage } from '#web/people/user.ts';

/**
 * Each sees what they may: it is shared with nobody. Who is not signed in sees those alone whom public packages name
 * anyway.
 */
export const route = defineRoute({
  method: 'GET',
  path: '/-/web/people/user/{user}',
  summary: 'Show a user: packages and organizations, of those that the viewer may know of',
  permission: 'visitor',
  query: v.object({ page: PageNumber }),
  stores: ['users:read', 'search', 'orgs:read', 'memberships:list', 'packages:read'],
  page: true,
});

export const handle = page(route, async ({ params, principal, query, request, services }) => {
  const name = asUserName(params.user);
  if (!name) throw notFound(`user "${params.user}"`);
  const user = await findUser(services.table, name);
  const isSignedIn = principal.kind === 'user';
  const owned = await foundPackages(
    // Whoever published for an organization owns nothing, and is named by pages all the same.
    { text: `author:${name}`, page: query.page },
    principal,
    services,
  );
  if (!user || (!isSignedIn && owned.total === 0)) throw notFound(`user "${params.user}"`);
  const shown = {
    name: user.name,
    since: user.createdAt,
    isViewer: isSignedIn && principal.name === user.name,
    ...owned,
    orgs: await sharedOrgs(user.name, principal, services.table),
  };
  return showPage(userPage(shown), request);
});
