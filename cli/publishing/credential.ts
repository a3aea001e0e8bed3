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
  return (await findCredential(call, registry, { trustsProject })) ?? typed(call, registry);
}

const answers = new Map<string, string>();

/** From whoever sits there, once for all packages. */
async function typed(
  { terminal, values }: PublishCall,
  { url }: FoundRegistry,
): Promise<FoundCredential | undefined> {
  if (!terminal.questions || values['dry-run']) return undefined;
  const token =
    answers.get(url) ??
    (await terminal.questions.secret(
      `You are not logged in at ${url}. A token, or stop with Ctrl-C and run \`pantry login\`:`,
    ));
  answers.set(url, token);
  return { authorization: `Bearer ${token}`, from: 'what you typed' };
}
