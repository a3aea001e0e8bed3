import type { PackageName } from '#domain/package-name.ts';

import { CommandError } from '../command/failure.ts';
import { type CiIdentity, exchangeIdentity } from '../registry/ci-identity.ts';
import { type FoundCredential, findCredential, notLoggedIn } from '../registry/find-credential.ts';
import type { FoundRegistry } from '../registry/find-registry.ts';
import type { PublishCall } from './driver.ts';

/** As whom a package is published. */
export interface PublishCredential {
  readonly credential: FoundCredential | undefined;
  /** Why there is none. */
  readonly refusal: CommandError | undefined;
  /** Sentences for people. */
  readonly notes: readonly string[];
  /** Whether a job of CI does it whose repository anybody can read. */
  readonly publicRepository: boolean;
}

/** Which package it is, and whether it is our own. */
interface About {
  readonly name: PackageName;
  /** Undefined for a .tgz, which may be anybody's. */
  readonly folder: string | undefined;
}

/** The identity of the job of CI, else what was said, kept or configured, in the order of every command. */
export async function publishCredential(
  call: PublishCall,
  registry: FoundRegistry,
  about: About,
): Promise<PublishCredential> {
  const identity = await exchangeIdentity(call.env, registry.url, about.name);
  const isIn = identity !== undefined && 'credential' in identity;
  const kept = isIn ? undefined : await withoutIdentity(call, registry, about);
  return withIdentity(identity, kept, notLoggedIn(registry));
}

/** Where the job is not trusted, what was kept counts, and why is a note; where nothing was, it is the reason. */
export function withIdentity(
  identity: CiIdentity | undefined,
  credential: FoundCredential | undefined,
  login: CommandError,
): PublishCredential {
  if (identity && 'credential' in identity) return { ...identity, refusal: undefined, notes: [] };
  const none = { credential, publicRepository: false };
  if (credential) {
    const why = identity?.asked ? [`${identity.refusal}. Going on as ${credential.from} says`] : [];
    return { ...none, notes: why, refusal: undefined };
  }
  const sentence = identity ? `${identity.refusal}; and ${login.message}` : login.message;
  return { ...none, notes: [], refusal: new CommandError(sentence, { exitCode: 3 }) };
}

async function withoutIdentity(
  call: PublishCall,
  registry: FoundRegistry,
  { folder }: About,
): Promise<FoundCredential | undefined> {
  // A stranger's tarball must not say who gets a token of the environment.
  const trustsProject = folder !== undefined || !registry.from.startsWith('publishConfig');
  return (await findCredential(call, registry, { trustsProject })) ?? loggedIn(call, registry);
}

/** As who logs in now, once for all packages: that is kept. */
async function loggedIn(
  call: PublishCall,
  registry: FoundRegistry,
): Promise<FoundCredential | undefined> {
  const { questions } = call.terminal;
  if (!questions || call.values['dry-run']) return undefined;
  if (!(await questions.confirm(`You are not logged in at ${registry.url}. Log in now?`))) {
    throw notLoggedIn(registry);
  }
  const { logIn } = await import('../account/login.ts');
  const { token } = await logIn({ ...call, values: {} }, registry);
  return { authorization: `Bearer ${token}`, from: '`pantry login`' };
}
