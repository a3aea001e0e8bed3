import semver from 'semver';

import { CommandError } from '../../command/failure.ts';
import { dependenciesOf, INSTALLED } from './dependencies.ts';
import type { Member, Workspace } from './find-workspace.ts';

/** A package that needs one that is never published could be installed by nobody. */
export function checkReachable({ members }: Workspace, chosen: readonly Member[]): void {
  const hidden = new Map(
    members
      .filter(({ packageJson }) => packageJson['private'] === true)
      .map((member) => [member.name, member]),
  );
  for (const { name, packageJson } of chosen) {
    const { bundleDependencies, bundledDependencies } = packageJson;
    const bundled = new Set([bundleDependencies, bundledDependencies].flat());
    const needed = dependenciesOf(packageJson, INSTALLED).find((dependency) => {
      const sibling = hidden.get(dependency.name);
      return sibling && isMeant(sibling, dependency.range) && !bundled.has(dependency.name);
    });
    if (needed) {
      throw new CommandError(
        `${name} depends on ${needed.name}, which is private and never published: publish that too, bundle it, or move it to devDependencies`,
      );
    }
  }
}

/** Outside of a workspace another package may have its name. */
const isMeant = ({ version }: Member, range: string): boolean =>
  range.startsWith('workspace:') || semver.satisfies(version, range, { includePrerelease: true });
