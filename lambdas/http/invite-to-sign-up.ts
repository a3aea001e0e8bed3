import { sha256 } from '#domain/integrity.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { auditOf } from '#http/audit.ts';
import { newCode } from '#http/org/invitation.ts';
import type { Request } from '#http/request.ts';
import { saveInvite } from '#store/invites.ts';
import type { Services } from '#store/services.ts';

/** Days that a code is good. */
export const INVITE_DAYS = 7;

interface Inviting {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** A code by which one person signs up. It is in this answer and nowhere else ever again. */
export async function inviteToSignUp(
  call: Inviting,
): Promise<{ readonly code: string; readonly expires: string }> {
  const { principal, services } = call;
  const code = newCode();
  const now = services.now();
  const at = now.toISOString();
  const expires = new Date(now.getTime() + INVITE_DAYS * 86_400_000).toISOString();
  await saveInvite(
    services.table,
    { hash: sha256(code), createdBy: principal.name, createdAt: at, expiresAt: expires },
    { ...auditOf(call, 'invite', {}, { after: { expires } }), at, subject: 'registry' },
  );
  return { code, expires };
}
