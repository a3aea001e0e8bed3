import { forbidden, unavailable } from '#domain/errors.ts';
import { sha256 } from '#domain/integrity.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { auditOf } from '#http/audit.ts';
import type { Request } from '#http/request.ts';
import { checkAttempts, noteFailure } from '#store/attempts.ts';
import type { Invitation } from '#store/invites.ts';
import { writeOrg } from '#store/org-change.ts';
import type { Services } from '#store/services.ts';

import { planJoining } from './join.ts';
import { checkWhole } from './membership.ts';

interface Joiner {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

const ROUNDS = 8;

/** Lets who has the code of an invitation into its organization. Wrong ones are counted. */
export async function acceptInvitation(call: Joiner, code: string): Promise<Invitation> {
  const { principal, request, services } = call;
  checkWhole(principal);
  const attempt = { kind: 'code', address: request.address, account: principal.name } as const;
  await checkAttempts(services, attempt);
  const hash = sha256(code.replaceAll(' ', ''));
  for (let round = 0; round < ROUNDS; round += 1) {
    const planned = await planJoining(services, { user: principal.name, hash, signUp: false });
    if (!planned) {
      await noteFailure(services, attempt);
      throw forbidden('this code is wrong, used, expired or taken back: ask for a new one');
    }
    const { change, audit: said, invitation } = planned;
    const audit = auditOf(call, 'member-join', said.detail, { after: said.after });
    if (await writeOrg(services, { ...change, audit })) return invitation;
  }
  throw unavailable('the organization is being changed by many at once: repeat this');
}
