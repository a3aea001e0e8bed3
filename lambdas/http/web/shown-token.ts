import { notFound } from '#domain/errors.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import type { Token } from '#domain/token.ts';
import type { Services } from '#store/services.ts';
import { listTokens } from '#store/tokens.ts';
import type { ShownToken } from '#web/account/tokens.ts';

/** A token as a page shows it to its owner. */
export const shownToken = (token: Token, principal: UserPrincipal): ShownToken => ({
  ...token,
  here: isSession(token, principal),
});

/** Whether it is what this browser is signed in with. */
export const isSession = ({ key }: Pick<Token, 'key'>, { credential }: UserPrincipal): boolean =>
  credential.kind === 'token' && credential.key === key;

/** One of somebody's own. */
export async function ownToken(
  key: string,
  { name }: UserPrincipal,
  { table }: Pick<Services, 'table'>,
): Promise<Token> {
  const token = (await listTokens(table, name)).find((each) => each.key === key);
  if (!token) throw notFound('a token of yours with this key');
  return token;
}
