import { type PackageName, scopeOf } from '#domain/package-name.ts';

import type { Call } from '../command/command.ts';
import { CommandError } from '../command/failure.ts';
import { readCredentialFile } from './credential-file.ts';
import { checkRegistry } from './credentials.ts';
import { type NpmConfig, readNpmConfig } from './npmrc.ts';

/** The registry that a command is about. */
export interface FoundRegistry {
  /** Without a slash at the end. */
  readonly url: string;
  /** What said so, for people. */
  readonly from: string;
  /** Whether a file of the project said so, which may be somebody else's. */
  readonly ofProject: boolean;
}

export interface About {
  readonly name?: PackageName | undefined;
  /** The package's own `publishConfig`, where it is to be published. */
  readonly publishConfig?: NpmConfig | undefined;
}

/** `--registry`, else the environment, else the scope's, the package's and npm's, else where one is logged in. */
export async function findRegistry(
  call: Pick<Call, 'values' | 'env' | 'cwd'>,
  about: About = {},
): Promise<FoundRegistry> {
  const registry = await seekRegistry(call, about);
  if (registry) return registry;
  throw new CommandError(
    'say which registry: --registry https://…, PANTRY_REGISTRY, or `registry=` in .npmrc; or run `pantry login` once',
  );
}

/** The same; undefined where nothing says so. */
export async function seekRegistry(
  { values, env, cwd }: Pick<Call, 'values' | 'env' | 'cwd'>,
  { name, publishConfig }: About = {},
): Promise<FoundRegistry | undefined> {
  const { registry: named } = values;
  if (typeof named === 'string') return found(named, '--registry');
  const { PANTRY_REGISTRY } = env;
  if (PANTRY_REGISTRY) return found(PANTRY_REGISTRY, 'PANTRY_REGISTRY');
  const configured = await findConfigured({ env, cwd }, { name, publishConfig });
  if (configured) return configured;
  const { current } = await readCredentialFile(env);
  return current === undefined ? undefined : found(current, '`pantry login`');
}

async function findConfigured(
  { env, cwd }: Pick<Call, 'env' | 'cwd'>,
  { name, publishConfig }: About,
): Promise<FoundRegistry | undefined> {
  const config = await readNpmConfig(cwd, env);
  const scope = name === undefined ? undefined : scopeOf(name);
  for (const key of [...(scope === undefined ? [] : [`${scope}:registry`]), 'registry']) {
    const own = publishConfig?.(key);
    if (own !== undefined) return found(own, 'publishConfig in package.json', true);
    const url = config(key);
    const from = `"${key}" in npm's configuration`;
    if (url !== undefined) return found(url, from, config.ofProject(key));
  }
  return undefined;
}

const found = (url: string, from: string, ofProject = false): FoundRegistry => ({
  url: checkRegistry(url),
  from,
  ofProject,
});
