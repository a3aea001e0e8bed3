import * as v from 'valibot';

import { forbidden, notFound } from '#domain/errors.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import type { Identity } from '#domain/sso/identity.ts';
import { auditOf } from '#http/audit.ts';
import { confirmPerson } from '#http/confirm-person.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import type { Services } from '#store/services.ts';
import { findIdentity, listIdentities } from '#store/sso/identities.ts';
import { unlinkIdentity } from '#store/sso/identity-writes.ts';
import { findUser } from '#store/users.ts';

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
  const { params, body, principal, services } = call;
  const identity = /^[\da-f]{64}$/.test(params.id)
    ? await findIdentity(services.table, params.id)
    : undefined;
  const own = identity?.user === principal.name;
  if (!identity || !(own || principal.admin)) throw notFound('a sign-in of that id');
  await confirmPerson(call, body?.password);
  if (own) await checkWayBackIn(identity, principal, services);
  await unlinkIdentity(services.table, identity, {
    ...auditOf(call, 'identity-unlink', { identity: identity.id, issuer: identity.issuer }),
    at: services.now().toISOString(),
    subject: `user:${identity.user}`,
  });
  return json({ ok: true });
});

/** Who has nothing else to log in with would be shut out when their token ends. */
async function checkWayBackIn(
  { id }: Identity,
  { name }: UserPrincipal,
  { table, policy }: Services,
): Promise<void> {
  const user = await findUser(table, name);
  if (user?.passwordHash !== undefined && policy.passwordLogin) return;
  const others = (await listIdentities(table, name)).filter((each) => each.id !== id);
  if (others.length > 0) return;
  throw forbidden('this is all that you log in with: link another sign-in first, or ask an admin');
}
