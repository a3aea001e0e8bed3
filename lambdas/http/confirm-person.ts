import { forbidden, wrongPassword } from '#domain/errors.ts';
import { canManageAccount } from '#domain/permission.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { checkPassword, originOf } from '#http/authenticate.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import { findUser } from '#store/users.ts';

interface Caller {
  readonly principal: UserPrincipal;
  readonly request: Request;
  readonly services: Services;
}

/** Milliseconds for which a sign-in proves that the person is there. */
const RECENT = 10 * 60_000;

/**
 * Makes sure that it is the person, and not only a token of theirs, before something is made that outlives the
 * token: by the password, or for who has none by a recent sign-in. Answers for how many milliseconds what is
 * made may last; undefined: as long as it likes.
 */
export async function confirmPerson(
  { principal, request, services }: Caller,
  password: string | undefined,
): Promise<number | undefined> {
  if (!canManageAccount(principal)) {
    throw forbidden('a limited token can not do this: log in, and repeat it');
  }
  const user = await findUser(services.table, principal.name);
  if (user?.passwordHash === undefined || !services.policy.passwordLogin) {
    return checkRecent(principal, services.now());
  }
  const { name } = principal;
  const from = originOf(principal, request);
  if (await checkPassword(name, password ?? '', from, services)) return undefined;
  throw wrongPassword('the password is another one');
}

/** Otherwise somebody whom the provider lets in no more would make themselves a token that stays. */
function checkRecent({ credential }: UserPrincipal, now: Date): number {
  const signIn = credential.kind === 'token' ? credential.signIn : undefined;
  if (signIn && now.getTime() - Date.parse(signIn.at) <= RECENT) return signIn.lifetime;
  throw forbidden(
    'your account has no password: log in again, by `npm login` or `pantry login`, and repeat this within ten minutes',
  );
}
