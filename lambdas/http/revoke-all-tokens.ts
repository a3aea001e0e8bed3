import { unavailable } from '#domain/errors.ts';
import type { Token } from '#domain/token.ts';
import type { UserName } from '#domain/user.ts';
import { logError } from '#http/log.ts';
import { revokeToken, type Revoking } from '#http/revoke-token.ts';
import { listTokens } from '#store/tokens.ts';

/** An index lists tokens a moment late: it is asked again for those that it did not have. */
const ROUNDS = 3;
const AT_ONCE = 10;

/** Revokes every token of a user. One that fails keeps none of the others; throws where some are left. */
export async function revokeAllTokens(user: UserName, call: Revoking): Promise<void> {
  const { credential } = call.principal;
  // Who revokes their own goes last: until then they are who does it, and can do it again.
  const ownKey = credential.kind === 'token' ? credential.key : undefined;
  let own: Token | undefined;
  const revoked = new Set<string>();
  let failed = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const listed = await listTokens(call.services.table, user);
    own ??= listed.find(({ key }) => key === ownKey);
    const others = listed.filter(({ key }) => key !== ownKey && !revoked.has(key));
    failed = await revokeEach(others, revoked, call);
  }
  if (failed > 0) {
    throw unavailable(`${failed} of the tokens of ${user} are left: revoke them again`);
  }
  if (own) await revokeToken(own, call);
}

/** Revokes some of the tokens at once, then the next; how many failed. */
async function revokeEach(
  tokens: readonly Token[],
  revoked: Set<string>,
  call: Revoking,
): Promise<number> {
  let failed = 0;
  const revokeOne = async (token: Token): Promise<void> => {
    try {
      await revokeToken(token, call);
      revoked.add(token.key);
    } catch (error) {
      failed += 1;
      logError('a token could not be revoked', error, { key: token.key, user: token.user });
    }
  };
  for (let start = 0; start < tokens.length; start += AT_ONCE) {
    await Promise.all(tokens.slice(start, start + AT_ONCE).map(revokeOne));
  }
  return failed;
}
