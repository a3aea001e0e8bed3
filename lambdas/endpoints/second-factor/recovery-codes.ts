import { forbidden } from '#domain/errors.ts';
import { canManageAccount } from '#domain/permission.ts';
import { replaceRecoveryCodes } from '#http/change-second-factor.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** npm shows codes when a second factor is set up, and has no command for new ones. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/user/second-factor/recovery-codes',
  summary: "Make new recovery codes for the caller's second factor; those before are good no more",
  permission: 'user',
  secondFactor: 'always',
  limit: 'profile',
  stores: ['second-factor:write'],
});

export const handle = endpoint(route, async (call) => {
  if (!canManageAccount(call.principal)) {
    throw forbidden('a limited token can not change the account: log in with the password');
  }
  return json({ recovery_codes: await replaceRecoveryCodes(call) }, 201);
});
