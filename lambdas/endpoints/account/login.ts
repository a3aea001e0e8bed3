import * as v from 'valibot';

import { couchUserName } from '#domain/couch-user.ts';
import { forbidden, invalid, notFound, wrongPassword } from '#domain/errors.ts';
import { asUserName, type User } from '#domain/user.ts';
import { checkPassword, NO_PASSWORDS, principalOf } from '#http/authenticate.ts';
import { endpoint } from '#http/endpoint.ts';
import { issueToken } from '#http/issue-token.ts';
import { listAtLogin } from '#http/list-at-login.ts';
import { json } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import { defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { SIGN_UP, signUp } from '#http/sign-up.ts';
import type { Services } from '#store/services.ts';
import { findUser } from '#store/users.ts';

/**
 * `npm login` and `npm adduser` once web login was declined, `pnpm login`, `yarn login`,
 * `yarn npm login`: one request for both, so a name that is free signs up.
 */
export const route = defineRoute({
  method: 'PUT',
  path: '/-/user/{id}',
  summary: 'Log in, or sign up with a name that is free',
  permission: 'anyone',
  secondFactor: 'itself',
  body: v.object({
    name: v.string('name must be a string'),
    password: v.string('password must be a string'),
    email: v.optional(v.string()),
    /** `pantry login` asks first whether a name that is free shall be signed up: it may be a typing error. */
    signUp: v.optional(v.boolean('signUp must be true or false'), true),
  }),
  limit: 'login',
  stores: SIGN_UP,
});

export const handle = endpoint(route, async ({ params, body, request, services }) => {
  const { name, password, email } = body;
  if (!services.policy.passwordLogin) throw forbidden(NO_PASSWORDS);
  if (couchUserName(params.id) !== name) throw invalid('the path and the body name two users');
  const known = asUserName(name);
  const exists = known && (await findUser(services.table, known));
  if (!exists && !body.signUp) throw notFound(`a user "${name}"`);
  const user = exists
    ? await checkKnown(name, password, request, services)
    : await signUp({ name, password, email: email ?? '' }, request, services);
  if (!user) {
    throw wrongPassword(
      `there is a user "${name}" here, but the password is another one: try again, or choose another name`,
    );
  }
  if (user.secondFactor) {
    const principal = principalOf(user, { kind: 'password' });
    await requireSecondFactor('always', { principal, request, services });
  }
  const token = await issueToken(services, { user: user.name, name: 'login' }, request.address);
  return json({ ok: true, id: params.id, rev: '1', token: token.text }, 201);
});

/** Also lists them, if they signed up before there was a list. */
async function checkKnown(
  name: string,
  password: string,
  request: Request,
  services: Services,
): Promise<User | undefined> {
  const user = await checkPassword(name, password, request, services);
  if (user) await listAtLogin(user.name, services);
  return user;
}
