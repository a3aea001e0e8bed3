import { isJsonObject, type Json } from './manifest.ts';
import { asPackageName, type PackageName } from './package-name.ts';

/** In what way a package asks for another: `optional` may fail to install, `peer` is for its user to bring. */
export type DependencyKind = 'dependency' | 'optional' | 'peer';

export interface Dependency {
  readonly name: PackageName;
  readonly kind: DependencyKind;
  /** As the manifest has it, or its beginning. */
  readonly range: string;
}

/** Where each kind is declared; npm takes what is optional for nothing else, whatever else it is. */
const FIELDS = [
  ['peerDependencies', 'peer'],
  ['dependencies', 'dependency'],
  ['optionalDependencies', 'optional'],
] as const satisfies readonly (readonly [string, DependencyKind])[];

/** Of one package; an item of the table holds them all. */
const MOST = 500;
/** Characters of a range that are kept: anybody may write a long one. */
const LONGEST_RANGE = 100;

/** What a published version needs of others: neither what it is developed with nor what it ships itself. */
export function dependenciesOf(manifest: Json): readonly Dependency[] {
  const found = new Map<PackageName, Dependency>();
  for (const [field, kind] of FIELDS) {
    const declared = manifest[field];
    if (!isJsonObject(declared)) continue;
    for (const [alias, range] of Object.entries(declared)) {
      const dependency = toDependency(alias, range, kind);
      if (dependency) found.set(dependency.name, dependency);
    }
  }
  return [...found.values()].slice(0, MOST);
}

function toDependency(
  alias: string,
  wanted: unknown,
  kind: DependencyKind,
): Dependency | undefined {
  if (typeof wanted !== 'string') return undefined;
  const { target, range } = resolveAlias(alias, wanted);
  const name = asPackageName(target);
  return name && { name, kind, range: range.slice(0, LONGEST_RANGE).toWellFormed() };
}

/** `npm:lodash@^4.0.0` is lodash, whatever the package calls it. */
function resolveAlias(alias: string, wanted: string) {
  const found = /^npm:(@?[^@]+)(?:@(.*))?$/.exec(wanted);
  const [, target, range = '*'] = found ?? [];
  return target === undefined ? { target: alias, range: wanted } : { target, range };
}
