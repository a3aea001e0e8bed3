import type { UserPrincipal } from '#domain/principal.ts';
import { tokenFacts } from '#domain/token-request.ts';
import type { Token } from '#domain/token.ts';
import { auditOf } from '#http/audit.ts';
import { forgetCredential } from '#http/authenticate.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import { removeToken } from '#store/token-writes.ts';

interface Revoking {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
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
