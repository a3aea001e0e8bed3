import { identitySummary } from '#domain/sso/identity.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { userInQuestion } from '#http/sso/user-in-question.ts';
import { listIdentities } from '#store/sso/identities.ts';

export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/user/identities',
  summary: 'List what the caller signs in with at a provider; an admin, of any user',
  permission: 'user',
  stores: ['sign-ins:list'],
});

export const handle = endpoint(route, async ({ principal, request, services }) => {
  const user = await userInQuestion(request.query.get('user'), principal, services);
  const found = await listIdentities(services.table, user);
  return json({ objects: found.map(identitySummary), total: found.length });
});
