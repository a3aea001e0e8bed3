import type { PackageName } from '#domain/package-name.ts';

import { type Chosen, chooseName, type Standings, type Wish } from './choose-name.ts';
import { openNameDoor } from './name-door.ts';

export interface Asker {
  /** Without a slash at the end. */
  readonly registry: string;
  readonly authorization: string | undefined;
  /** Whether a run of CI may publish a package there, whoever its owners are. */
  readonly isTrusted?: (name: PackageName) => Promise<boolean>;
}

/** How packages are called at another registry; each is asked for once. */
export type NamesThere = (plain: PackageName, wish: Wish) => Promise<Chosen>;

export function namesAt({ registry, authorization, isTrusted }: Asker): NamesThere {
  const door = openNameDoor(registry, authorization);
  const chosen = new Map<string, Promise<Chosen>>();
  let asked: Promise<string | undefined> | undefined;
  const isOurs: Standings['isOurs'] = async (name, { users, told }) => {
    if ((await isTrusted?.(name)) === true) return true;
    asked ??= door.whoami();
    const user = await asked;
    // Where a registry does not tell who asks, or whose it is, it has to refuse by itself.
    if (user === undefined || !told) return authorization !== undefined;
    return users.includes(user);
  };
  return async (plain, wish) => {
    const known = chosen.get(plain) ?? chooseName(plain, wish, { door, isOurs });
    chosen.set(plain, known);
    return known;
  };
}
