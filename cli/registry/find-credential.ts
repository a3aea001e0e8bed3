import type { Call } from '../command/command.ts';
import { CommandError } from '../command/failure.ts';
import { readInput } from '../terminal/read-input.ts';
import { readCredentialFile } from './credential-file.ts';
import { credentialFor } from './credentials.ts';
import { readEnvFile } from './env-file.ts';
import type { FoundRegistry } from './find-registry.ts';
import { readNpmConfig } from './npmrc.ts';

/** As whom a registry is asked. */
export interface FoundCredential {
  /** `Bearer …` or `Basic …`. */
  readonly authorization: string;
  /** Where it was, for people. */
  readonly from: string;
}

export interface Seeking {
  /**
   * Whether the project's own files are trusted to name the registry that gets a token of the environment: a
   * publish runs the project's code anyway; what merely reads must not hand it to whom a stranger's .npmrc names.
   */
  readonly trustsProject?: boolean;
}

type Asking = Pick<Call, 'values' | 'env' | 'cwd' | 'terminal'>;

/** `--token`, else the environment's, the project's .env's, `pantry login`'s, npm's; undefined where there is none. */
export async function findCredential(
  { values, env, cwd, terminal }: Asking,
  registry: FoundRegistry,
  { trustsProject = false }: Seeking = {},
): Promise<FoundCredential | undefined> {
  const { token } = values;
  if (token === '-') return bearer(await tokenInput(), '--token');
  if (typeof token === 'string') return bearer(token, '--token');
  const nearby = trustsProject || !registry.ofProject;
  const near = nearby ? await findNearby({ env, cwd, terminal }) : undefined;
  if (near) return near;
  const { registries } = await readCredentialFile(env);
  const kept = registries[registry.url];
  if (kept) return bearer(kept.token, '`pantry login`');
  const npm = credentialFor(registry.url, await readNpmConfig(cwd, env));
  return npm && { authorization: npm.authorization, from: "npm's configuration" };
}

let input: Promise<string> | undefined;

/** It can be read once, and may be wanted for several packages. */
async function tokenInput(): Promise<string> {
  input ??= readInput('--token -');
  return input;
}

/** A token that is bound to no registry. */
async function findNearby({
  env: { PANTRY_TOKEN },
  cwd,
  terminal,
}: Omit<Asking, 'values'>): Promise<FoundCredential | undefined> {
  if (PANTRY_TOKEN) return bearer(PANTRY_TOKEN, 'PANTRY_TOKEN');
  const dotenv = await readEnvFile(cwd);
  if (dotenv?.token === undefined) return undefined;
  if (dotenv.ignored) return bearer(dotenv.token, dotenv.file);
  terminal.warn(
    `PANTRY_TOKEN in ${dotenv.file} is not used, since git does not ignore that file: add .env to .gitignore`,
  );
  return undefined;
}

const bearer = (token: string, from: string): FoundCredential => ({
  authorization: `Bearer ${token}`,
  from,
});

export const notLoggedIn = ({ url }: FoundRegistry): CommandError =>
  new CommandError(
    `you are not logged in there: run \`pantry login --registry ${url}\`, or set PANTRY_TOKEN`,
    { exitCode: 3 },
  );
