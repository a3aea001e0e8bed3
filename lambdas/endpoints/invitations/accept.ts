import * as v from 'valibot';

import { forbidden, unavailable } from '#domain/errors.ts';
import { sha256 } from '#domain/integrity.ts';
import { toWireRole } from '#domain/org/member.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { planJoining } from '#http/org/join.ts';
import { checkWhole } from '#http/org/membership.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { checkAttempts, noteFailure } from '#store/attempts.ts';
import { writeOrg } from '#store/org-change.ts';

const ROUNDS = 8;

/** The code comes in the body: paths are in logs. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/invitations/accept',
  summary: 'Join an organization with the code of an invitation',
  permission: 'user',
  body: v.object({ code: v.pipe(v.string('code must be a string'), v.maxLength(64)) }),
  stores: ['orgs:read', 'orgs:write', 'memberships:list', 'attempts:write'],
});

export const handle = endpoint(route, async (call) => {
  const { body, principal, request, services } = call;
  checkWhole(principal);
  const attempt = { kind: 'code', address: request.address, account: principal.name } as const;
  await checkAttempts(services, attempt);
  const hash = sha256(body.code.replaceAll(' ', ''));
  for (let round = 0; round < ROUNDS; round += 1) {
    const planned = await planJoining(services, { user: principal.name, hash, signUp: false });
    if (!planned) {
      await noteFailure(services, attempt);
      throw forbidden('this code is wrong, used, expired or taken back: ask for a new one');
    }
    const { change, audit: said, invitation } = planned;
    const audit = auditOf(call, 'member-join', said.detail, { after: said.after });
    if (await writeOrg(services, { ...change, audit })) {
      return json({ ok: true, org: invitation.org, role: toWireRole(invitation.role) });
    }
  }
  throw unavailable('the organization is being changed by many at once: repeat this');
});
