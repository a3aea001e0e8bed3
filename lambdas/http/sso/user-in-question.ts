import { forbidden, notFound } from '#domain/errors.ts';
import { canManageAccount } from '#domain/permission.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import { asUserName, type UserName } from '#domain/user.ts';
import type { Services } from '#store/services.ts';
import { findUser } from '#store/users.ts';

/** Whose sign-ins a request is about: those of the caller, or for an admin those of anybody. */
export async function userInQuestion(
  wanted: string | null | undefined,
  principal: UserPrincipal,
  { table }: Pick<Services, 'table'>,
): Promise<UserName> {
  if (!canManageAccount(principal)) {
    throw forbidden('a limited token can not do this: log in, and repeat it');
  }
  if (wanted === undefined || wanted === null || wanted === principal.name) return principal.name;
  if (!principal.admin) throw forbidden('only an admin of the registry may do this for others');
  const name = asUserName(wanted);
  if (!name || !(await findUser(table, name))) throw notFound(`user "${wanted}"`);
  return name;
}
