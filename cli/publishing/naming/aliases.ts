import type { Json } from '#domain/manifest.ts';
import { type PackageName, unscopedName } from '#domain/package-name.ts';

import { dependenciesOf, withRanges } from '../workspaces/dependencies.ts';

/** Names that the packages of a workspace have at a registry, by those that they have in it. */
export type Names = ReadonlyMap<string, PackageName>;

const ALIAS = /^npm:(?<name>@?[^@]+)(?:@(?<range>.*))?$/;

/** Names of packages that a package.json depends on, whatever it calls them. */
export const targetsOf = (packageJson: Json): readonly string[] =>
  dependenciesOf(packageJson).map(({ name, range }) => ALIAS.exec(range)?.groups?.['name'] ?? name);

/**
 * A package.json under another name, that finds its siblings under theirs: the code goes on importing `b`, and
 * `"b": "npm:@acme/b@^1.0.0"` has it installed as that. What is bundled comes with the tarball.
 */
export function renamed(packageJson: Json, names: Names): Json {
  const bundled = bundledBy(packageJson);
  const { name } = packageJson;
  const changed = withRanges(packageJson, ({ name: called, range }) =>
    bundled(called) ? range : aliased(called, range, names),
  );
  const own = typeof name === 'string' ? names.get(name) : undefined;
  return own === undefined || own === name ? changed : withName(changed, String(name), own);
}

function aliased(called: string, range: string, names: Names): string {
  const { name = called, range: wanted = '' } =
    ALIAS.exec(range)?.groups ?? ({ range } satisfies Record<string, string>);
  const other = names.get(name);
  return other === undefined || other === name ? range : `npm:${other}@${wanted || '*'}`;
}

/** A command that is called after the package stays what it was. */
function withName(packageJson: Json, before: string, name: PackageName): Json {
  const { bin } = packageJson;
  const command = before.slice(before.indexOf('/') + 1);
  const stays = typeof bin !== 'string' || unscopedName(name) === command;
  return { ...packageJson, name, ...(!stays && { bin: { [command]: bin } }) };
}

function bundledBy(packageJson: Json): (name: string) => boolean {
  const value = packageJson['bundleDependencies'] ?? packageJson['bundledDependencies'];
  if (value === true) return () => true;
  return (name) => Array.isArray(value) && value.includes(name);
}
