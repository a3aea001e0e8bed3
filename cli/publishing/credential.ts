import type { PackageName } from '#domain/package-name.ts';

import { CommandError } from '../command/failure.ts';
import { exchangeIdentity } from '../registry/ci-identity.ts';
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

/** The identity of the job of CI, else what was said, kept or configured, in the order of every command. */
export async function publishCredential(
  call: PublishCall,
  registry: FoundRegistry,
  name: PackageName,
): Promise<PublishCredential> {
  const identity = await exchangeIdentity(call.env, registry.url, name);
  if (identity && 'credential' in identity) {
    return { ...identity, refusal: undefined, notes: [] };
  }
  const credential = await findCredential(call, registry, { trustsProject: true });
  const why = identity?.refusal;
  const none = { credential, publicRepository: false };
  if (credential) {
    const notes = why === undefined ? [] : [`${why}. Going on as ${credential.from} says`];
    return { ...none, notes, refusal: undefined };
  }
  const refusal = notLoggedIn(registry);
  if (why === undefined) return { ...none, notes: [], refusal };
  return {
    ...none,
    notes: [],
    refusal: new CommandError(`${why}; and ${refusal.message}`, { exitCode: 3 }),
  };
}
