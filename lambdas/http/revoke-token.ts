import type { RunToken } from '#domain/ci/run-token.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { tokenFacts } from '#domain/token-request.ts';
import type { Token } from '#domain/token.ts';
import { auditOf } from '#http/audit.ts';
import { forgetCredential } from '#http/authenticate.ts';
import type { Request } from '#http/request.ts';
import type { AuditEvent } from '#store/audit.ts';
import { removeRunToken } from '#store/ci/exchange-writes.ts';
import type { Services } from '#store/services.ts';
import { removeToken } from '#store/token-writes.ts';

export interface Revoking {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** The same for the token of a CI run. */
export async function revokeRunToken(
  token: RunToken,
  audit: Omit<AuditEvent, 'at' | 'subject'>,
  services: Pick<Services, 'table' | 'now'>,
): Promise<void> {
  const at = services.now().toISOString();
  await removeRunToken(services.table, token, {
    ...audit,
    at,
    subject: `package:${token.package}`,
  });
  forgetCredential(services, token.hash);
}

/** Makes a token useless, here at once and elsewhere within the seconds that checks are remembered. */
export async function revokeToken(token: Token, call: Revoking): Promise<void> {
  const { services } = call;
  const audit = auditOf(call, 'token-revoke', { key: token.key }, { before: tokenFacts(token) });
  await removeToken(services.table, token, {
    ...audit,
    at: services.now().toISOString(),
    subject: `user:${token.user}`,
  });
  forgetCredential(services, token.hash);
}
