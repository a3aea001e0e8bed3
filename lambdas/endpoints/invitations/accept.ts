import * as v from 'valibot';

import { forbidden, unavailable } from '#domain/errors.ts';
import { sha256 } from '#domain/integrity.ts';
import { toWireRole } from '#domain/org/member.ts';
import { guarded } from '#http/attempts.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { planJoining } from '#http/org/join.ts';
import { checkWhole } from '#http/org/membership.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { writeOrg } from '#store/org-change.ts';

const ATTEMPTS = 8;

/** The code comes in the body: paths are in logs. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/invitations/accept',
  summary: 'Join an organization with the code of an invitation',
  permission: 'user',
  limit: 'login',
  body: v.object({ code: v.pipe(v.string('code must be a string'), v.maxLength(64)) }),
  stores: ['orgs:read', 'orgs:write', 'memberships:list'],
});

export const handle = endpoint(route, async (call) => {
  const { body, principal, request, services } = call;
  checkWhole(principal);
  const guess = { kind: 'code', address: request.address, account: principal.name } as const;
  const hash = sha256(body.code.replaceAll(' ', ''));
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const comer = { user: principal.name, hash, signUp: false };
    const planned = await guarded(services, guess, async () => planJoining(services, comer));
    if (!planned) {
      throw forbidden('this code is wrong, used, expired or taken back: ask for a new one');
    }
    const { change, detail, invitation } = planned;
    const audit = auditOf(call, 'member-join', detail);
    if (await writeOrg(services, { ...change, audit })) {
      return json({ ok: true, org: invitation.org, role: toWireRole(invitation.role) });
    }
  }
  throw unavailable('the organization is being changed by many at once: repeat this');
});
