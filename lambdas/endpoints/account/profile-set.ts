import * as v from 'valibot';

import { forbidden, wrongPassword } from '#domain/errors.ts';
import type { Json } from '#domain/manifest.ts';
import { checkNewPassword, hashPassword } from '#domain/password.ts';
import { canManageAccount } from '#domain/permission.ts';
import { tfaOf } from '#domain/second-factor/second-factor.ts';
import { parseEmail, profileOf } from '#domain/user.ts';
import { auditOf } from '#http/audit.ts';
import { checkPassword, forgetPasswords, originOf } from '#http/authenticate.ts';
import { confirm, setMode, TfaChange } from '#http/change-second-factor.ts';
import { endpoint } from '#http/endpoint.ts';
import { json, type Reply } from '#http/reply.ts';
import { type Call, defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { findSecondFactor } from '#store/second-factors.ts';
import { changeUser, type UserChanges } from '#store/user-writes.ts';

const FIELDS = ['email', 'fullname', 'homepage', 'github'] as const;

const Text = v.nullish(v.pipe(v.string(), v.maxLength(256, 'up to 256 characters')));

/**
 * `npm profile set`: all writable fields that it read, plus the change; an empty text becomes null.
 * `npm profile enable-2fa` and `disable-2fa`: `tfa` alone.
 */
export const route = defineRoute({
  method: 'POST',
  path: '/-/npm/v1/user',
  summary: "Change the caller's profile or password",
  permission: 'user',
  secondFactor: 'itself',
  limit: 'profile',
  body: v.object({
    email: Text,
    fullname: Text,
    homepage: Text,
    github: Text,
    password: v.optional(v.object({ old: v.string(), new: v.string() })),
    tfa: v.optional(TfaChange),
  }),
  stores: ['users:write', 'second-factor:write', 'sealer'],
});

export const handle = endpoint(route, async (call) => {
  const { body, principal } = call;
  if (!canManageAccount(principal)) {
    throw forbidden('a limited token can not change the account: log in with the password');
  }
  return body.tfa === undefined
    ? changeProfile(call, body)
    : json({ tfa: await changeTfa(call, body.tfa) });
});

type Calling = Call<typeof route>;

/** The password comes before the code: a code that is asked for tells that the password was right. */
async function changeTfa(call: Calling, tfa: TfaChange): Promise<object | string | null> {
  const { principal } = call;
  if (!Array.isArray(tfa)) await confirmPassword(call, tfa.password);
  // Whoever has none yet can't give a code for it.
  await requireSecondFactor(principal.secondFactor === undefined ? 'never' : 'always', call);
  return Array.isArray(tfa) ? confirm(call, tfa[0]) : setMode(call, tfa.mode);
}

async function changeProfile(call: Calling, body: Calling['body']): Promise<Reply> {
  const { principal, services } = call;
  const { password } = body;
  if (password) await confirmPassword(call, password.old);
  if (password) checkNewPassword(password.new, services.policy.passwordLength);
  await requireSecondFactor('always', call);
  const changes = {
    ...(typeof body.email === 'string' && { email: parseEmail(body.email) }),
    ...Object.fromEntries(
      FIELDS.filter((key) => key !== 'email' && body[key] !== undefined).map((key) => [
        key,
        body[key] ?? '',
      ]),
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
  const factor = await findSecondFactor(services.table, principal.name);
  return json(profileOf(user, tfaOf(factor, services.now())));
}

async function confirmPassword(call: Calling, password: string): Promise<void> {
  const { principal, request, services } = call;
  if (await checkPassword(principal.name, password, originOf(principal, request), services)) return;
  throw wrongPassword('the current password is another one');
}

/** The fields that change, but for the password: nobody needs to see even its hash. */
function told(user: UserChanges, changes: UserChanges): Json {
  return Object.fromEntries(
    FIELDS.filter((field) => field in changes).map((field) => [field, user[field] ?? null]),
  );
}
