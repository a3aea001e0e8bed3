import { isJsonObject, type Json } from '#domain/manifest.ts';
import { type PackageName, scopeOf } from '#domain/package-name.ts';

import { checkRegistry, credentialFor } from '../registry/credentials.ts';
import type { NpmConfig } from '../registry/npmrc.ts';
import { CommandError } from '../usage-error.ts';

/** Where to publish, and as whom. */
export interface Destination {
  /** Without a slash at the end. */
  readonly registry: string;
  readonly authorization: string;
}

/** The package's own settings of publishing, its `publishConfig`. */
export function publishConfigOf(packageJson: Json): NpmConfig {
  const { publishConfig } = packageJson;
  const own = isJsonObject(publishConfig) ? publishConfig : {};
  return (name) => {
    const value = own[name];
    return typeof value === 'string' ? value : undefined;
  };
}

/** A registry that was named, else the scope's, else the package's own, else the usual one. */
export function findDestination(
  name: PackageName,
  named: string | undefined,
  own: NpmConfig,
  config: NpmConfig,
): Destination {
  const scope = scopeOf(name);
  const ofScope = (from: NpmConfig): string | undefined =>
    scope === undefined ? undefined : from(`${scope}:registry`);
  const url =
    named ?? ofScope(own) ?? ofScope(config) ?? own('registry') ?? config('registry') ?? '';
  if (url === '') {
    throw new CommandError('say where to publish: --registry https://…, or `registry=` in .npmrc');
  }
  const registry = checkRegistry(url);
  const credential = credentialFor(registry, config);
  if (credential) return { registry, authorization: credential.authorization };
  throw new CommandError(`you are not logged in there: run \`npm login --registry ${registry}\``);
}
