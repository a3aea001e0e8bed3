import * as v from 'valibot';

import { tfaOf } from '#domain/second-factor/second-factor.ts';
import { profileOf } from '#domain/user.ts';
import { changeProfile, checkManagesAccount } from '#http/change-profile.ts';
import { confirm, setMode, TfaChange } from '#http/change-second-factor.ts';
import { confirmPerson } from '#http/confirm-person.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { type Call, defineRoute } from '#http/route.ts';
import { requireSecondFactor } from '#http/second-factor.ts';
import { findSecondFactor } from '#store/second-factors.ts';

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
  const { body, principal, services } = call;
  checkManagesAccount(principal);
  if (body.tfa !== undefined) return json({ tfa: await changeTfa(call, body.tfa) });
  const user = await changeProfile(call, body);
  const factor = await findSecondFactor(services.table, principal.name);
  return json(profileOf(user, tfaOf(factor, services.now())));
});

type Calling = Call<typeof route>;

/** The password comes before the code: a code that is asked for tells that the password was right. */
async function changeTfa(call: Calling, tfa: TfaChange): Promise<object | string | null> {
  const { principal } = call;
  if (!Array.isArray(tfa)) await confirmPerson(call, tfa.password);
  // Whoever has none yet can't give a code for it.
  await requireSecondFactor(principal.secondFactor === undefined ? 'never' : 'always', call);
  return Array.isArray(tfa) ? confirm(call, tfa[0]) : setMode(call, tfa.mode);
}
