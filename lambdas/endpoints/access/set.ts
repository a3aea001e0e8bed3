import * as v from 'valibot';

import { invalid } from '#domain/errors.ts';
import { type AccessChange, type SecondFactorRule, tfaOfPackage } from '#domain/package-access.ts';
import { endpoint } from '#http/endpoint.ts';
import { changeAccess } from '#http/manage/access.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';

/** `npm access set status=public|private` and `set mfa=none|publish|automation`, `pnpm access set`. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/package/{package}/access',
  summary: 'Make a package public or private, or ask a second factor of who writes to it',
  permission: 'manage',
  limit: 'publish',
  body: v.object({
    access: v.optional(
      v.picklist(['public', 'restricted', 'private'], 'access must be "public" or "restricted"'),
    ),
    publish_requires_tfa: v.optional(v.boolean('publish_requires_tfa must be true or false')),
    automation_token_overrides_tfa: v.optional(
      v.boolean('automation_token_overrides_tfa must be true or false'),
    ),
  }),
  stores: ['packages:write', 'documents:write', 'blobs:read'],
});

export const handle = endpoint(route, async (call) => {
  const { access, publish_requires_tfa: required } = call.body;
  if (access === undefined && required === undefined) {
    throw invalid('say what to change: send "access" or "publish_requires_tfa"');
  }
  const change: AccessChange = {
    ...(access !== undefined && { visibility: access === 'public' ? 'public' : 'private' }),
    ...(required !== undefined && {
      secondFactor: ruleOf(required, call.body.automation_token_overrides_tfa),
    }),
  };
  const after = await changeAccess(call, change);
  return json({ ok: true, public: after.visibility === 'public', ...tfaOfPackage(after) });
});

/** pnpm says nothing of automation tokens: they are let in where somebody says so. */
const ruleOf = (required: boolean, automation = false): SecondFactorRule | 'none' => {
  if (!required) return 'none';
  return automation ? 'automation' : 'required';
};
