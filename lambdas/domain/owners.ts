import { forbidden, invalid } from './errors.ts';
import type { Package } from './package.ts';
import type { Person } from './user.ts';

/** Owners that one package can have. */
const MOST = 100;

/** The owners once this person is one of them. */
export function withOwner({ owners }: Package, person: Person): readonly Person[] {
  const others = owners.filter(({ name }) => name !== person.name);
  return checkOwners([...others, person], false);
}

/** The owners without this one; a package never loses its last, unless an organization owns its scope. */
export function withoutOwner(
  { owners, name: pkg }: Package,
  name: string,
  ofOrg: boolean,
): readonly Person[] {
  const others = owners.filter((owner) => owner.name !== name);
  if (others.length === owners.length) throw invalid(`${name} is not an owner of ${pkg}`);
  return checkOwners(others, ofOrg);
}

/** Refuses what would leave a package to nobody, or to a crowd. */
export function checkOwners(owners: readonly Person[], ofOrg: boolean): readonly Person[] {
  if (owners.length === 0 && !ofOrg) {
    throw forbidden('a package needs at least one owner: add another one before you leave');
  }
  if (owners.length > MOST) throw invalid(`a package can have up to ${MOST} owners`);
  return owners;
}

/** Whether two lists name the same people. */
export function sameOwners(a: readonly Person[], b: readonly Person[]): boolean {
  const names = new Set(a.map(({ name }) => name));
  return (
    names.size === new Set(b.map(({ name }) => name)).size && b.every(({ name }) => names.has(name))
  );
}

interface OwnersChange {
  readonly before: { readonly owners: readonly string[] };
  readonly after: { readonly owners: readonly string[] };
}

/** The owners before and after a change, as the audit log keeps them. */
export const ownersChange = (pkg: Package, owners: readonly Person[]): OwnersChange => ({
  before: { owners: pkg.owners.map(({ name }) => name) },
  after: { owners: owners.map(({ name }) => name) },
});
