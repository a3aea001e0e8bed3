import { asPackageName, type PackageName } from '#domain/package-name.ts';

import { CommandError } from '../../command/failure.ts';
import { alike, spellings } from './look-alikes.ts';
import type { NameDoor, Owners } from './name-door.ts';

/** What the project says of names at another registry. */
export interface Wish {
  /** Its name there, whatever else is said. */
  readonly name?: PackageName | undefined;
  /** `@acme`: where a plain name goes that is not to be had. */
  readonly scope?: string | undefined;
}

/** How a package is called at another registry. */
export interface Chosen {
  readonly name: PackageName;
  /** Whether there is such a package already. */
  readonly exists: boolean;
  /** Why it can't be published under any name. */
  readonly refusal?: CommandError;
  /** Why it is not the plain name. */
  readonly note?: string;
}

/** Asks a registry, in words that `chooseName` understands. */
export interface Standings {
  readonly door: NameDoor;
  /** Whether who asks may publish a package that belongs to these. */
  readonly isOurs: (name: PackageName, owners: Owners) => Promise<boolean>;
}

/**
 * The plain name where it is ours or free; else the one in the configured scope. Whatever was chosen once is chosen
 * again, since what is ours comes first, and the scoped name before the plain one: that is only ever taken where the
 * plain one was not to be had.
 */
export async function chooseName(
  plain: PackageName,
  wish: Wish,
  standings: Standings,
): Promise<Chosen> {
  if (wish.name !== undefined || plain.startsWith('@') || wish.scope === undefined) {
    return onlyName(wish.name ?? plain, standings, wish.name === undefined);
  }
  const scoped = inScope(plain, wish.scope);
  const [there, here] = await Promise.all([
    standing(scoped, standings),
    standing(plain, standings),
  ]);
  if (there.state === 'ours') {
    const note = here.state === 'ours' ? bothOurs(plain, scoped) : why(plain, here);
    return { name: scoped, exists: true, note };
  }
  if (here.state === 'ours') return { name: plain, exists: true };
  const reason =
    here.state === 'theirs' ? why(plain, here) : await lookAlikeOf(plain, standings.door);
  return reason === undefined ? { name: plain, exists: false } : inPlaceOf(scoped, there, reason);
}

function inPlaceOf(scoped: PackageName, found: Standing, reason: string): Chosen {
  const chosen = { name: scoped, exists: found.state !== 'free', note: reason };
  if (found.state === 'free') return chosen;
  const refusal = new CommandError(`${reason}, and ${why(scoped, found)}: ${OTHER_SCOPE}`);
  return { ...chosen, refusal };
}

const OTHER_SCOPE = 'name a scope of yours as "scope" in pantry.publish.npm of package.json';

async function onlyName(
  name: PackageName,
  standings: Standings,
  mayLookAlike: boolean,
): Promise<Chosen> {
  const found = await standing(name, standings);
  if (found.state === 'ours') return { name, exists: true };
  if (found.state === 'theirs') {
    return { name, exists: true, refusal: new CommandError(`${why(name, found)}: ${OTHER_SCOPE}`) };
  }
  const reason =
    mayLookAlike && !name.startsWith('@') ? await lookAlikeOf(name, standings.door) : undefined;
  if (reason === undefined) return { name, exists: false };
  const insist = `or insist on it by "name": "${name}" there`;
  return { name, exists: false, refusal: new CommandError(`${reason}: ${OTHER_SCOPE}, ${insist}`) };
}

interface Standing {
  readonly state: 'free' | 'ours' | 'theirs';
  readonly owners: readonly string[];
}

async function standing(name: PackageName, { door, isOurs }: Standings): Promise<Standing> {
  const owners = await door.owners(name);
  if (!owners) return { state: 'free', owners: [] };
  return { state: (await isOurs(name, owners)) ? 'ours' : 'theirs', owners: owners.users };
}

function why(name: PackageName, { state, owners }: Standing): string {
  if (state === 'free') return `${name} is free there, but this one was used before`;
  const [first = 'somebody else', ...others] = owners;
  return `${name} belongs to ${first}${others.length > 0 ? ' and others' : ''} there`;
}

const bothOurs = (plain: PackageName, scoped: PackageName): string =>
  `${plain} and ${scoped} are both yours there: "name" in pantry.publish.npm says which`;

/** Names at once. */
const AT_ONCE = 8;

/** A name that is there and differs in case and punctuation alone: registries refuse the second. */
async function lookAlikeOf(name: PackageName, door: NameDoor): Promise<string | undefined> {
  const found = alike(name, await door.search(name));
  const other = found[0] ?? (await firstThere(spellings(name), door));
  return other === undefined
    ? undefined
    : `${name} is free there but looks like ${other}, which is there`;
}

async function firstThere(names: readonly string[], door: NameDoor): Promise<string | undefined> {
  for (let at = 0; at < names.length; at += AT_ONCE) {
    const some = names.slice(at, at + AT_ONCE).flatMap((name) => asPackageName(name) ?? []);
    const owners = await Promise.all(some.map(door.owners));
    const found = some.find((_, index) => owners[index] !== undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inScope(plain: PackageName, scope: string): PackageName {
  const name = asPackageName(`${scope}/${plain}`);
  if (name) return name;
  throw new CommandError(`${scope}/${plain} can be the name of no package: choose another "scope"`);
}
