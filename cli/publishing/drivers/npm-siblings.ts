import type { Json } from '#domain/manifest.ts';
import { type PackageName, parsePackageName } from '#domain/package-name.ts';

import { CommandError } from '../../command/failure.ts';
import type { PublishCall } from '../driver.ts';
import { targetsOf } from '../naming/aliases.ts';
import type { Chosen } from '../naming/choose-name.ts';
import type { NamesThere } from '../naming/names.ts';
import type { Project } from '../project.ts';

/** A registry that can't be asked is against it. */
export async function chosenFor(
  plain: PackageName,
  choose: () => Promise<Chosen>,
): Promise<Chosen> {
  try {
    return await choose();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return { name: plain, exists: false, refusal: error };
  }
}

/** What packages are called there, by what they are called here. */
export type Siblings = ReadonlyMap<string, Chosen>;

/** What those of its workspace are called there that a package depends on. */
export async function siblingsOf(
  packageJson: Json,
  { workspace, settingsOf }: Project,
  names: NamesThere,
): Promise<Siblings> {
  const wanted = new Set(targetsOf(packageJson));
  const members = (workspace?.members ?? []).filter(
    (member) =>
      wanted.has(member.name) &&
      member.name !== packageJson['name'] &&
      member.packageJson['private'] !== true,
  );
  const found = members.map(async (member): Promise<[string, Chosen]> => {
    const name = parsePackageName(member.name);
    const { npm } = settingsOf(member.packageJson);
    return [name, await chosenFor(name, async () => names(name, npm))];
  });
  return new Map(await Promise.all(found));
}

/** Whoever installs it there must get its siblings, and nobody else's packages in their place. */
export function unreachable(
  siblings: Siblings,
  project: Project,
  values: PublishCall['values'],
): CommandError | undefined {
  for (const [name, { name: there, exists, refusal }] of siblings) {
    if (refusal) return new CommandError(`it depends on ${name}, and ${refusal.message}`);
    if (!exists && !comesToo(name, project, values)) {
      return new CommandError(
        `it depends on ${there}, which is not there yet: publish that first, or all with --recursive`,
      );
    }
  }
  return undefined;
}

/** Whether it is published in the same run. */
function comesToo(
  name: string,
  { workspace, goesTo }: Project,
  { recursive, workspace: named = [], since }: PublishCall['values'],
): boolean {
  const isMeant = named.includes(name) || (recursive === true && since === undefined);
  const member = workspace?.members.find((one) => one.name === name);
  return isMeant && member !== undefined && goesTo(member.packageJson).includes('npm');
}
