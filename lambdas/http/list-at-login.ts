import type { UserName } from '#domain/user.ts';
import { logError } from '#http/log.ts';
import type { Services } from '#store/services.ts';
import { listUser } from '#store/user-list.ts';

/** Lists who signed up before there was a list. Nobody is kept out because that failed: the next login tries again. */
export async function listAtLogin(
  user: UserName,
  { table }: Pick<Services, 'table'>,
): Promise<void> {
  try {
    await listUser(table, user);
  } catch (error) {
    logError('a user could not be listed', error, { user });
  }
}
