import type { Services } from '#store/services.ts';

import type { Governing } from './change-org.ts';
import { disown } from './disown.ts';
import { notMember, removeMember } from './set-member.ts';

interface PuttingOut extends Governing {
  readonly services: Services;
}

/** Takes somebody out of an organization, its teams and its packages. How many packages that were. */
export async function putOut(call: PuttingOut, user: string): Promise<number> {
  const roster = await removeMember(call, user);
  // Also where the user is out already: the packages may be what is left of an attempt that broke off.
  const packages = await disown(call, user);
  if (!roster && packages === 0) throw notMember(user, call.params.org);
  return packages;
}
