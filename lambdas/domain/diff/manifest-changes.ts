import { isJsonObject, type Json } from '#domain/manifest.ts';

/** One entry that two manifests differ in; the side that lacks it is undefined. */
export interface EntryChange {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** What differs of one field. */
export interface FieldChanges {
  readonly field: MapField | 'others';
  readonly changes: readonly EntryChange[];
}

/** Fields whose entries are compared one by one, the most dangerous first. */
const MAPS = [
  'scripts',
  'dependencies',
  'optionalDependencies',
  'peerDependencies',
  'devDependencies',
  'bin',
  'engines',
] as const;
export type MapField = (typeof MAPS)[number];

/** What a package is loaded by and may do, compared as a whole. */
const OTHERS = [
  'main',
  'module',
  'browser',
  'type',
  'types',
  'exports',
  'imports',
  'bundleDependencies',
  'peerDependenciesMeta',
  'os',
  'cpu',
  'libc',
  'license',
  'repository',
  'homepage',
  'gypfile',
] as const;

/** Scripts that clients run when they install a package. */
const INSTALL_SCRIPTS = new Set(['preinstall', 'install', 'postinstall']);

export const isInstallScript = (name: string): boolean => INSTALL_SCRIPTS.has(name);

/** `git+ssh:…` and the like, `git@host:a/b`, a folder, or `owner/name`. */
const FOREIGN =
  /^(?:[a-z][a-z+.-]*:(?!\/?$)|[\w.-]+@[\w.-]+:|[~.]{0,2}\/|[\w.-]+\/[\w.-]+(?:#|$))/i;
const OF_REGISTRY = /^(?:npm|workspace|catalog):/i;

/** Ranges that no registry answers for: code from a repository, a URL or a folder. */
export const isForeign = (range: string): boolean =>
  FOREIGN.test(range.trim()) && !OF_REGISTRY.test(range.trim());

/** The package that a dependency is, where that is another than it is called: of `npm:other@1`, other. */
export function aliasOf(name: string, range: string): string | undefined {
  const [, target, version] = /^npm:(@?[^@]+)(@)?/i.exec(range.trim()) ?? [];
  if (target === undefined || target === name) return undefined;
  // `npm:^1.0.0` is a range of the package itself.
  return version === undefined && /^[\d^~<>=*]/.test(target) ? undefined : target;
}

/** The fields that two manifests differ in, and how. */
export function manifestChanges(before: Json, after: Json): readonly FieldChanges[] {
  const maps = MAPS.map((field) => ({
    field,
    changes: entryChanges(textsOf(before[field]), textsOf(after[field])),
  }));
  const others = entryChanges(pick(before), pick(after));
  return [...maps, { field: 'others' as const, changes: others }].filter(
    ({ changes }) => changes.length > 0,
  );
}

type Texts = ReadonlyMap<string, string>;

function entryChanges(before: Texts, after: Texts): readonly EntryChange[] {
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted()
    .map((name) => ({ name, before: before.get(name), after: after.get(name) }))
    .filter((change) => change.before !== change.after);
}

const textsOf = (value: unknown): Texts =>
  new Map(
    isJsonObject(value) ? Object.entries(value).map(([key, each]) => [key, toText(each)]) : [],
  );

const pick = (manifest: Json): Texts =>
  new Map(
    OTHERS.filter((field) => manifest[field] !== undefined).map((field) => [
      field,
      toText(manifest[field]),
    ]),
  );

const toText = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
