import { isJsonObject, type Json } from '#domain/manifest.ts';

import type { PackageManager } from './package-manager.ts';

const YARN = ['type', 'main', 'browser', 'module', 'exports', 'imports', 'bin'] as const;

/** What `publishConfig` may say otherwise than the package.json that people work with. */
const FIELDS: Readonly<Partial<Record<PackageManager, readonly string[]>>> = {
  yarn: YARN,
  pnpm: [
    ...YARN,
    'engines',
    'typings',
    'types',
    'esnext',
    'es2015',
    'unpkg',
    'umd:main',
    'os',
    'cpu',
    'libc',
    'typesVersions',
  ],
};

/** Puts what `publishConfig` says in place of the package's own, as the project's package manager does. */
export function overridden(manager: PackageManager, packageJson: Json): Json {
  const { publishConfig } = packageJson;
  if (!isJsonObject(publishConfig)) return packageJson;
  const own = (FIELDS[manager] ?? []).filter((field) => publishConfig[field] !== undefined);
  return {
    ...packageJson,
    ...Object.fromEntries(own.map((field) => [field, publishConfig[field]])),
  };
}
