import type { PackageName } from '#domain/package-name.ts';

import type { Call } from '../../command/command.ts';
import { CommandError } from '../../command/failure.ts';
import { type CiIdentity, exchangeIdentity } from '../../registry/ci-identity.ts';
import { readCredentialFile } from '../../registry/credential-file.ts';
import { credentialFor } from '../../registry/credentials.ts';
import type { FoundCredential } from '../../registry/find-credential.ts';
import { readNpmConfig } from '../../registry/npmrc.ts';
import { type PublishCredential, withIdentity } from '../credential.ts';

type Place = Pick<Call, 'cwd' | 'env'>;

/**
 * What npm's configuration has for a registry, else a login there: both are bound to it. `--token` and PANTRY_TOKEN
 * are not, and meant for the registry of one's own.
 */
export async function npmToken(
  { cwd, env }: Place,
  registry: string,
): Promise<FoundCredential | undefined> {
  const npm = credentialFor(registry, await readNpmConfig(cwd, env));
  // A variable that is not set stays as it was written.
  const isSet = npm !== undefined && !/\$\{.*\}/.test(npm.value);
  if (isSet) return { authorization: npm.authorization, from: "npm's configuration" };
  const { registries } = await readCredentialFile(env);
  const kept = registries[registry];
  return kept && { authorization: `Bearer ${kept.token}`, from: '`pantry login`' };
}

/** As whom packages are published at a registry; each is asked for once, since an ID token counts once. */
export interface NpmCredentials {
  readonly token: FoundCredential | undefined;
  /** Whether the registry takes this job of CI for a package. */
  readonly isTrusted: (name: PackageName) => Promise<boolean>;
  readonly of: (name: PackageName) => Promise<PublishCredential>;
}

export async function npmCredentials(place: Place, registry: string): Promise<NpmCredentials> {
  const token = await npmToken(place, registry);
  const exchanged = new Map<PackageName, Promise<CiIdentity | undefined>>();
  const identityFor = async (name: PackageName): Promise<CiIdentity | undefined> => {
    const known = exchanged.get(name) ?? exchangeIdentity(place.env, registry, name);
    exchanged.set(name, known);
    return known;
  };
  const login = new CommandError(
    `you are not logged in there: run \`npm login --registry ${registry}/\`, or write a token into .npmrc`,
    { exitCode: 3 },
  );
  return {
    token,
    isTrusted: async (name) => {
      const identity = await identityFor(name);
      return identity !== undefined && 'credential' in identity;
    },
    of: async (name) => withIdentity(await identityFor(name), token, login),
  };
}
