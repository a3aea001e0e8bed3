import { isJsonObject, type Json } from '#domain/manifest.ts';

/** What of a package.json is installed with it, and is there before it. */
export const INSTALLED = ['dependencies', 'optionalDependencies', 'peerDependencies'] as const;

const KINDS = [...INSTALLED, 'devDependencies'] as const;

/** One dependency, as package.json has it. */
export interface Dependency {
  readonly kind: (typeof KINDS)[number];
  /** As it is called in the code of the package. */
  readonly name: string;
  readonly range: string;
}

/** All of a package.json's, of these kinds. */
export function dependenciesOf(
  packageJson: Json,
  kinds: readonly Dependency['kind'][] = KINDS,
): readonly Dependency[] {
  return kinds.flatMap((kind) => {
    const ranges = packageJson[kind];
    if (!isJsonObject(ranges)) return [];
    return Object.entries(ranges).map(([name, range]) => ({ kind, name, range: String(range) }));
  });
}

/** The same package.json with other ranges; nothing else changes, nor the order. */
export function withRanges(packageJson: Json, rangeOf: (dependency: Dependency) => string): Json {
  const changed = KINDS.flatMap((kind) => {
    const all = dependenciesOf(packageJson, [kind]);
    if (all.length === 0) return [];
    return [[kind, Object.fromEntries(all.map((one) => [one.name, rangeOf(one)]))]];
  });
  return { ...packageJson, ...Object.fromEntries(changed) };
}
