import { unauthenticated } from '#domain/errors.ts';
import { RECOVERY_CODES } from '#domain/second-factor/one-time-pass.ts';
import { tfaOf } from '#domain/second-factor/second-factor.ts';
import { profileOf } from '#domain/user.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { findSecondFactor } from '#store/second-factors.ts';
import { findUser } from '#store/users.ts';

/** `npm profile get`, and the first request of `npm profile set`. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/npm/v1/user',
  summary: "Read the caller's profile",
  permission: 'user',
  stores: ['second-factor:read'],
});

export const handle = endpoint(route, async ({ principal, services }) => {
  const user = await findUser(services.table, principal.name);
  if (!user) throw unauthenticated('this account does not exist any more');
  const factor = await findSecondFactor(services.table, user.name);
  const left = factor.active?.recovery.length;
  return json({
    ...profileOf(user, tfaOf(factor, services.now())),
    // `npm profile get` lists what it does not know, and of `tfa` the mode alone.
    ...(left !== undefined && { recovery_codes: `${left} of ${RECOVERY_CODES} left` }),
  });
});
