import * as v from 'valibot';

import type { PackageName } from '#domain/package-name.ts';
import type { Principal } from '#domain/principal.ts';
import type { Version } from '#domain/version.ts';
import { findVisiblePackages } from '#http/visible-packages.ts';
import { listDependents, type StoredDependent } from '#store/dependents.ts';
import type { Services } from '#store/services.ts';

/** Where a list of them goes on: the `next` of what came before. */
export const DependentsPlace: v.OptionalSchema<
  v.GenericSchema<string, string>,
  undefined
> = v.optional(
  v.pipe(
    v.string(),
    v.maxLength(300),
    v.regex(/^(?:public|restricted)#/, 'must be the `next` of an answer'),
  ),
);

export interface Dependent extends Omit<StoredDependent, 'place'> {
  /** The latest one, whose manifest says so. */
  readonly version: Version;
}

export interface Dependents {
  readonly dependents: readonly Dependent[];
  /** Where the list goes on: undefined where nothing follows that the caller may know of. */
  readonly next?: string;
}

interface Asked {
  readonly name: PackageName;
  readonly principal: Principal;
  readonly services: Pick<Services, 'table' | 'policy'>;
  readonly size: number;
  readonly after?: string | undefined;
}

/** Packages that are looked up for one answer: of private ones a caller may see few, or none. */
const LOOKED_AT = 1000;
/** Packages that are looked up at once. */
const STEP = 100;

/** Packages whose latest version depends on a name, as far as the caller may know of them: public ones first, by name. */
export async function dependentsOf(asked: Asked): Promise<Dependents> {
  const { name, principal, services, size, after } = asked;
  const restricted = principal.kind !== 'anonymous';
  const step = Math.min(size + 1, STEP);
  const found: (Dependent & { readonly place: string })[] = [];
  let looked = 0;
  for await (const some of listDependents(services.table, name, { restricted, after, step })) {
    found.push(...(await visibleAmong(some, principal, services)));
    looked += some.length;
    // Who may see one more is told where the list goes on; by no name that they may not see.
    if (found.length > size || looked >= LOOKED_AT) break;
  }
  const shown = found.slice(0, size);
  const next = found.length > size ? shown.at(-1)?.place : undefined;
  return {
    dependents: shown.map((each) => toDependent(each)),
    ...(next !== undefined && { next }),
  };
}

/** Without its place in the list. */
const toDependent = ({ name, version, kind, range }: Dependent): Dependent => ({
  name,
  version,
  kind,
  range,
});

async function visibleAmong(
  some: readonly StoredDependent[],
  principal: Principal,
  services: Asked['services'],
): Promise<readonly (Dependent & { readonly place: string })[]> {
  const names = some.map(({ name }) => name);
  const packages = await findVisiblePackages(principal, names, services);
  return some.flatMap((each) => {
    const version = packages.get(each.name)?.distTags['latest'];
    return version === undefined ? [] : [{ ...each, version }];
  });
}
