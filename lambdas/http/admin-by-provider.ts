import type { User } from '#domain/user.ts';
import { listIdentities } from '#store/sso/identities.ts';
import type { TableReader } from '#store/table.ts';

/** Whether the provider's word makes somebody an admin again at the next sign-in: of who has one, as it last was. */
export const isAdminByProvider = async (
  { name, adminBy, claimedAdmin }: User,
  table: TableReader,
): Promise<boolean> =>
  (adminBy === 'provider' || claimedAdmin === true) &&
  (await listIdentities(table, name)).length > 0;
