import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { Entry } from '../locked.ts';

/** Entries of package-lock.json or npm-shrinkwrap.json, of each of its versions. */
export function npmEntries({ packages, dependencies }: Json): readonly Entry[] {
  // Version 2 has both, and says the same with both.
  if (isJsonObject(packages)) return ofPackages(packages);
  return isJsonObject(dependencies) ? ofDependencies(dependencies) : [];
}

const FOLDER = 'node_modules/';

function ofPackages(packages: Json): readonly Entry[] {
  const tarballs = tarballsOf(packages);
  return Object.entries(packages).flatMap(([path, found]) => {
    const at = path.lastIndexOf(FOLDER);
    // The project, or a folder that a link leads to.
    if (at === -1 || !isJsonObject(found)) return [];
    const { name = path.slice(at + FOLDER.length), version, resolved, integrity } = found;
    const isElsewhere = found['link'] === true || found['inBundle'] === true;
    if (isElsewhere || !isOfRegistry(resolved) || tarballs.has(resolved)) return [undefined];
    return [{ name: String(name), version: String(version), integrity }];
  });
}

/** Where npm is told to leave it out, nothing says where a package came from. */
const isOfRegistry = (resolved: unknown): boolean =>
  typeof resolved !== 'string' || /^https?:/.test(resolved);

const DEPENDENCIES = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

/** URLs that somebody depends on as they are: tarballs of no registry. */
function tarballsOf(packages: Json): ReadonlySet<unknown> {
  const ranges = Object.values(packages)
    .filter(isJsonObject)
    .flatMap((found) => DEPENDENCIES.map((kind) => found[kind]))
    .flatMap((some) => (isJsonObject(some) ? Object.values(some) : []));
  return new Set(ranges.filter((range) => /^https?:/.test(String(range))));
}

function ofDependencies(dependencies: Json): readonly Entry[] {
  return Object.entries(dependencies).flatMap(([name, found]) => {
    if (!isJsonObject(found)) return [];
    const { dependencies: inside } = found;
    return [ofDependency(name, found), ...(isJsonObject(inside) ? ofDependencies(inside) : [])];
  });
}

/** What is no version is a URL, a folder or a repository. */
function ofDependency(installedAs: string, found: Json): Entry {
  const { version, integrity, bundled } = found;
  if (bundled === true) return undefined;
  const alias = /^npm:(?<name>.+)@(?<version>[^@]+)$/.exec(String(version))?.groups;
  const [name = installedAs, exact = String(version)] = [alias?.['name'], alias?.['version']];
  return { name, version: exact, integrity };
}
