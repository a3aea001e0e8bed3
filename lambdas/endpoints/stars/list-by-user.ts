import { notFound } from '#domain/errors.ts';
import { asUserName } from '#domain/user.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { visibleTo } from '#http/visible-packages.ts';
import { listStarred } from '#store/stars.ts';

/** `npm stars [user]` (npm 11 and older): the key is a JSON string. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/_view/starredByUser',
  summary: 'List the packages that a user starred',
  permission: 'user',
  stores: ['stars:list', 'orgs:read', 'packages:read'],
});

export const handle = endpoint(route, async ({ principal, request, services }) => {
  const key = request.query.get('key') ?? '';
  const user = asUserName(key.replaceAll('"', ''));
  if (!user) throw notFound(`user ${key}`);
  const starred = await listStarred(services.table, user);
  const visible = await visibleTo(principal, starred, services);
  return json({ rows: visible.map((name) => ({ value: name })) });
});
