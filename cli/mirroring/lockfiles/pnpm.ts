import { parseAllDocuments } from 'yaml';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../../command/failure.ts';
import type { Entry } from '../locked.ts';

/** The first version that names packages as `name@version`. */
const OLDEST = 6;

/** Entries of pnpm-lock.yaml, which may be several documents: of pnpm itself, and of the project. */
export function pnpmEntries(text: string): readonly Entry[] {
  const documents = parseAllDocuments(text);
  if ('empty' in documents) return [];
  return documents.flatMap((document) => {
    const [error] = document.errors;
    if (error) throw error;
    const lockfile: unknown = document.toJS();
    return isJsonObject(lockfile) ? ofLockfile(lockfile) : [];
  });
}

function ofLockfile({ lockfileVersion, packages, importers, ...project }: Json): readonly Entry[] {
  if (Number.parseFloat(String(lockfileVersion)) < OLDEST) {
    throw new CommandError(
      `version ${String(lockfileVersion)} of pnpm's lockfile is too old: install with pnpm 8 or newer once`,
    );
  }
  const projects = isJsonObject(importers) ? Object.values(importers) : [project];
  return [
    ...Object.entries(isJsonObject(packages) ? packages : {}).map(ofPackage),
    ...projects.flatMap(linksOf),
  ];
}

/** `/@s/n@1.0.0(peer@2.0.0)` of version 6, with a host where it is another registry's; `@s/n@1.0.0` of 9. */
const KEY = /^(?:[^@/]*\/)?(?<name>(?:@[^/]+\/)?[^/@]+)@(?<version>[^(]+)/;

function ofPackage([key, found]: readonly [string, unknown]): Entry {
  const { name, version } = KEY.exec(key)?.groups ?? {};
  if (name === undefined || version === undefined) return undefined;
  const resolution = isJsonObject(found) ? found['resolution'] : undefined;
  return { name, version, integrity: isJsonObject(resolution) && resolution['integrity'] };
}

const DEPENDENCIES = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** What a project has from a folder beside it stands here alone. */
function linksOf(project: unknown): readonly Entry[] {
  const kinds = isJsonObject(project) ? DEPENDENCIES.map((kind) => project[kind]) : [];
  return kinds
    .flatMap((kind) => (isJsonObject(kind) ? Object.values(kind) : []))
    .filter((found) => isJsonObject(found) && String(found['version']).startsWith('link:'))
    .map(() => undefined);
}
