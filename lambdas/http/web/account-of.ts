import { unauthenticated } from '#domain/errors.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import type { User } from '#domain/user.ts';
import { checkManagesAccount } from '#http/change-profile.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import { findUser } from '#store/users.ts';
import type { Me } from '#web/account/shell.ts';

interface Caller {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Whose account a page is of. Throws for tokens that were made for less than that. */
export async function accountOf({ principal, services }: Caller): Promise<{
  readonly me: Me;
  readonly user: User;
}> {
  checkManagesAccount(principal);
  const user = await findUser(services.table, principal.name);
  if (!user) throw unauthenticated('this account does not exist any more');
  const { name, admin, passwordHash, secondFactor } = user;
  const password = passwordHash !== undefined && services.policy.passwordLogin;
  const proof = { password, code: secondFactor !== undefined };
  return { user, me: { name, admin, proof, provider: services.signIn?.settings.name } };
}

/** What the page says of what was done before somebody came to it. */
export const doneOf = ({ query }: Request): string | undefined => DONE.get(query.get('done') ?? '');

const DONE: ReadonlyMap<string, string> = new Map([
  ['signed-out', 'You are signed out.'],
  ['email', 'Your e-mail address is changed.'],
  ['revoked', 'The token is revoked.'],
  ['others', 'You are signed out everywhere but here.'],
  ['mode', 'Your second factor is changed.'],
  ['off', 'Your second factor is turned off.'],
  ['late', 'No second factor waits for a first code. Whoever sets one up has half an hour for it.'],
  ['recovery', 'You are signed in, and the recovery code is used up.'],
  ['password', 'Your password is changed.'],
  ['linked', 'The sign-in is linked to your account.'],
  ['unlinked', 'The sign-in is unlinked.'],
]);
