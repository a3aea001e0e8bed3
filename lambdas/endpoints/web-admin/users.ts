import * as v from 'valibot';

import { asUserName, type User } from '#domain/user.ts';
import { defineRoute } from '#http/route.ts';
import { page } from '#http/web/page.ts';
import { showPage } from '#http/web/show-page.ts';
import type { Services } from '#store/services.ts';
import { listUsers } from '#store/user-list.ts';
import { findUser } from '#store/users.ts';
import { usersPage } from '#web/admin/users.ts';

/** Users of a page. */
const SIZE = 50;

const Name = v.pipe(v.string(), v.maxLength(64, 'must not be so long'));

export const route = defineRoute({
  method: 'GET',
  path: '/-/web/admin/users',
  summary: 'List the users to admins, by name',
  permission: 'admin',
  query: v.object({
    prefix: v.optional(v.pipe(Name, v.trim(), v.toLowerCase()), ''),
    after: v.optional(Name),
  }),
  stores: ['users:read', 'users:list'],
  page: true,
});

export const handle = page(route, async ({ query, request, services: { table } }) => {
  const { prefix, after } = query;
  const { users, next } = await listUsers(table, { prefix, after, size: SIZE });
  const unlisted = after === undefined ? await findUnlisted(table, prefix, users) : [];
  const shown = { prefix, users: [...unlisted, ...users], next, later: after !== undefined };
  return showPage(usersPage(shown), request);
});

/** Somebody who is on no list yet, by the whole name. */
async function findUnlisted(
  table: Services['table'],
  prefix: string,
  users: readonly User[],
): Promise<readonly User[]> {
  const name = asUserName(prefix);
  if (!name || users.some((user) => user.name === name)) return [];
  const user = await findUser(table, name);
  return user ? [user] : [];
}
