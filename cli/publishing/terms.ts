import semver from 'semver';

import { CommandError, UsageError } from '../command/failure.ts';
import type { NpmConfig } from '../registry/npmrc.ts';
import type { Questions } from '../terminal/terminal.ts';
import type { Packed } from './packed.ts';

interface Given {
  readonly tag?: string | undefined;
  readonly access?: string | undefined;
}

/** What is said of a publish, in the order in which it counts. */
export interface Said {
  readonly values: Given;
  /** The package's `publishConfig`. */
  readonly own: NpmConfig;
  readonly config: NpmConfig;
}

export interface Terms {
  readonly tag: string;
  /** Whether somebody said so, so that it need not suit the version. */
  readonly tagged: boolean;
  readonly access: string | undefined;
}

/** As npm decides them; whoever sits there is asked for the tag of a prerelease. */
export async function termsOf(
  { name, version }: Pick<Packed, 'name' | 'version'>,
  { values, own, config }: Said,
  questions: Questions | undefined,
): Promise<Terms> {
  const said = values.tag ?? own('tag') ?? config('tag');
  const tag = said ?? (await usualTag(version, questions));
  if (semver.validRange(tag) !== null) {
    throw new UsageError(`a tag must not look like a version, as "${tag}" does: say another`);
  }
  const access = accessOf(values.access ?? own('access') ?? config('access'));
  if (access === 'restricted' && !name.startsWith('@')) {
    throw new CommandError(`${name} has no scope, and only packages in one can be restricted`);
  }
  return { tag, tagged: said !== undefined, access };
}

async function usualTag(version: string, questions: Questions | undefined): Promise<string> {
  const [prerelease] = semver.prerelease(version) ?? [];
  if (prerelease === undefined) return 'latest';
  if (!questions) {
    throw new CommandError(`${version} is a prerelease: say under which tag, such as --tag next`);
  }
  const proposal = typeof prerelease === 'string' ? prerelease : 'next';
  return questions.text(`${version} is a prerelease. Under which tag?`, proposal);
}

function accessOf(text: string | undefined): 'public' | 'restricted' | undefined {
  if (text === undefined || text === 'public' || text === 'restricted') return text;
  // As npm once called it.
  if (text === 'private') return 'restricted';
  throw new UsageError(`access is public or restricted, not "${text}"`);
}

/** Sentences for what must not be published. */
export function checkPublishable(packageJson: Packed['packageJson'], file: string): void {
  const { name: given } = packageJson;
  const name = typeof given === 'string' && given !== '' ? given : file;
  if (packageJson['private'] === true) {
    throw new CommandError(
      `${name} is marked as private: take "private" out of its package.json to publish it`,
    );
  }
  if (packageJson['packageExtensions'] !== undefined) {
    throw new CommandError(
      `${name} has "packageExtensions", which are for the project alone: take them out of package.json`,
    );
  }
}
