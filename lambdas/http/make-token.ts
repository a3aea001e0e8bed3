import { forbidden } from '#domain/errors.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { tokenLimits, type TokenRequest } from '#domain/token-request.ts';
import { confirmPerson } from '#http/confirm-person.ts';
import { issueToken, type NewToken } from '#http/issue-token.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';

interface Making {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
  readonly body: TokenRequest;
}

/** Makes a token for somebody who proves to be the person; `asked`: what has to hold besides. */
export async function makeToken(
  { principal, request, services, body }: Making,
  asked: () => Promise<unknown> = async () => undefined,
): Promise<NewToken> {
  // What goes without codes was made with one: a stolen password alone makes nothing that outlasts it.
  if (body.bypass_2fa === true && principal.secondFactor === undefined) {
    throw forbidden(
      'a token that bypasses a second factor is for accounts that have one, and yours has none: leave --bypass-2fa out, or first run `npm profile enable-2fa auth-and-writes` or `pantry second-factor enable`',
    );
  }
  const longest = await confirmPerson({ principal, request, services }, body.password);
  const limits = tokenLimits(body, services.now(), longest);
  await asked();
  const wanted = { ...limits, user: principal.name, name: body.name ?? 'token' };
  return issueToken(services, wanted, request.address);
}
