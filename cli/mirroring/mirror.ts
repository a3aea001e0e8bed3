import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';

import type { ExitCode } from '../command/command.ts';
import { CommandError } from '../command/failure.ts';
import { type Locked, sha512Of } from './locked.ts';
import type { RegistryClient } from './registry-client.ts';

export interface Mirroring {
  readonly client: RegistryClient;
  readonly forms: readonly Form[];
  /** Packages that are worked on at once. */
  readonly concurrency: number;
  /** Told of each version that is through. */
  readonly done: (outcome: Outcome) => void;
}

export interface Outcome extends Pick<Locked, 'name' | 'version'> {
  readonly bytes: number;
  /** Why it failed; undefined: it did not. */
  readonly reason: string | undefined;
  /** What a failure is to scripts. */
  readonly exitCode?: ExitCode;
}

/** Has a registry keep these versions, and the documents of their packages. */
export async function mirror(
  locked: readonly Locked[],
  parts: Mirroring,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const byName = new Map<PackageName, Locked[]>();
  for (const one of locked) byName.set(one.name, [...(byName.get(one.name) ?? []), one]);
  const waiting = byName.entries();
  const work = async (): Promise<void> => {
    for (const [name, versions] of waiting) {
      for (const outcome of await mirrorPackage(name, versions, parts)) {
        outcomes.push(outcome);
        parts.done(outcome);
      }
    }
  };
  await Promise.all(Array.from({ length: parts.concurrency }, work));
  return outcomes;
}

async function mirrorPackage(
  name: PackageName,
  versions: readonly Locked[],
  { client, forms }: Mirroring,
): Promise<readonly Outcome[]> {
  const kept: Kept[] = [];
  for (const one of versions) kept.push(await keep(one, client));
  // Asked for last: a version that is younger than the document at hand makes the registry ask for another one.
  const document = await documentOf(name, forms, client);
  return versions.map((one, index) => {
    const { bytes = 0, failure = document.failure } = kept[index] ?? {};
    const reason = failure?.message ?? difference(one, document.integrities);
    const of = { name, version: one.version, bytes: reason === undefined ? bytes : 0, reason };
    return failure ? { ...of, exitCode: failure.exitCode } : of;
  });
}

interface Kept {
  readonly bytes?: number;
  readonly failure?: CommandError;
}

async function keep({ name, version }: Locked, client: RegistryClient): Promise<Kept> {
  try {
    return { bytes: await client.keep(name, version) };
  } catch (error) {
    return { failure: foreseen(error) };
  }
}

interface Document {
  readonly integrities?: ReadonlyMap<string, string | undefined>;
  readonly failure?: CommandError;
}

async function documentOf(
  name: PackageName,
  forms: readonly Form[],
  client: RegistryClient,
): Promise<Document> {
  try {
    const [integrities] = await Promise.all(
      forms.map(async (form) => client.integrities(name, form)),
    );
    return integrities ? { integrities } : {};
  } catch (error) {
    return { failure: foreseen(error) };
  }
}

function foreseen(error: unknown): CommandError {
  if (error instanceof CommandError) return error;
  throw error;
}

/** What keeps an install from taking what the registry has for what the lockfile names. */
function difference(
  { version, integrity }: Locked,
  integrities: Document['integrities'],
): string | undefined {
  if (!integrities?.has(version)) return 'the document of the registry does not list it';
  const [wanted, there] = [sha512Of(integrity), sha512Of(integrities.get(version))];
  const same = wanted.some((hash) => there.includes(hash));
  if (same || wanted.length === 0 || there.length === 0) return undefined;
  return `the lockfile has ${wanted.join(' ')}, the registry has ${there.join(' ')}`;
}
