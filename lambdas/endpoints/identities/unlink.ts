import * as v from 'valibot';

import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { unlinkSignIn } from '#http/sso/unlink-sign-in.ts';

export const route = defineRoute({
  method: 'DELETE',
  path: '/-/v1/user/identities/{id}',
  summary: 'Unlink a sign-in from the account; an admin, from any',
  permission: 'user',
  secondFactor: 'always',
  limit: 'profile',
  body: v.optional(v.object({ password: v.optional(v.string()) })),
  stores: ['sign-ins:read', 'sign-ins:list', 'sign-ins:write'],
});

export const handle = endpoint(route, async (call) => {
  await unlinkSignIn(call, { id: call.params.id, password: call.body?.password });
  return json({ ok: true });
});
