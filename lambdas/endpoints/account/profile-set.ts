import * as v from 'valibot';

import { forbidden, invalid, wrongPassword } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import { checkNewPassword, hashPassword } from '#domain/password.ts';
import { canManageAccount } from '#domain/permission.ts';
import { parseEmail, profileOf } from '#domain/user.ts';
import { auditOf } from '#http/audit.ts';
import { checkPassword, forgetPasswords, originOf } from '#http/authenticate.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { changeUser, type UserChanges } from '#store/user-writes.ts';

const FIELDS = ['email', 'fullname', 'homepage', 'github'] as const;

const Text = v.nullish(v.pipe(v.string(), v.maxLength(256, 'up to 256 characters')));

/** `npm profile set`: all writable fields that it read, plus the change; an empty text becomes null. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/npm/v1/user',
  summary: "Change the caller's profile or password",
  permission: 'user',
  limit: 'profile',
  body: v.object({
    email: Text,
    fullname: Text,
    homepage: Text,
    github: Text,
    password: v.optional(v.object({ old: v.string(), new: v.string() })),
    tfa: v.optional(v.unknown()),
  }),
  stores: ['users:write'],
});

export const handle = endpoint(route, async (call) => {
  const { body, principal, request, services } = call;
  if (!canManageAccount(principal)) {
    throw forbidden('a limited token can not change the account: log in with the password');
  }
  if (body.tfa !== undefined) throw invalid('two-factor authentication is not available here yet');
  const { password } = body;
  const from = originOf(principal, request);
  if (password && !(await checkPassword(principal.name, password.old, from, services))) {
    throw wrongPassword('the current password is another one');
  }
  if (password) checkNewPassword(password.new, services.policy.passwordLength);
  const changes = {
    ...(typeof body.email === 'string' && { email: parseEmail(body.email) }),
    ...Object.fromEntries(
      (['fullname', 'homepage', 'github'] as const)
        .filter((key) => body[key] !== undefined)
        .map((key) => [key, body[key] ?? '']),
    ),
    ...(password && { passwordHash: await hashPassword(password.new) }),
  };
  const user = await changeUser(services, principal.name, changes, (before) => ({
    ...auditOf(
      call,
      password ? 'password-change' : 'profile-change',
      {},
      {
        before: told(before, changes),
        after: told(changes, changes),
      },
    ),
    subject: `user:${principal.name}`,
  }));
  if (password) forgetPasswords(services);
  return json(profileOf(user));
});

/** The fields that change, but for the password: nobody needs to see even its hash. */
function told(user: UserChanges, changes: UserChanges): Json {
  return Object.fromEntries(
    FIELDS.filter((field) => field in changes).map((field) => [field, user[field] ?? null]),
  );
}
