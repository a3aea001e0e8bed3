import { dependenciesOf, INSTALLED } from './dependencies.ts';
import type { Member } from './find-workspace.ts';

/** Packages in an order, and those that have none. */
export interface Ordered {
  /** Each after all that it depends on. */
  readonly members: readonly Member[];
  /** Names of packages that depend on each other, each ending with the one it began with. */
  readonly cycles: readonly (readonly string[])[];
}

/** Orders packages so that whoever installs one finds what it depends on. What only builds them does not count. */
export function order(members: readonly Member[]): Ordered {
  const byName = new Map(members.map((member) => [member.name, member]));
  const done = new Set<string>();
  const ordered: Member[] = [];
  const cycles: string[][] = [];
  const visit = (member: Member, path: readonly string[]): void => {
    const at = path.indexOf(member.name);
    if (at !== -1) cycles.push([...path.slice(at), member.name]);
    if (at !== -1 || done.has(member.name)) return;
    for (const next of siblingsOf(member, byName)) visit(next, [...path, member.name]);
    done.add(member.name);
    ordered.push(member);
  };
  for (const member of members.toSorted((a, b) => (a.name < b.name ? -1 : 1))) visit(member, []);
  return { members: ordered, cycles };
}

function siblingsOf(
  { packageJson }: Member,
  byName: ReadonlyMap<string, Member>,
): readonly Member[] {
  return dependenciesOf(packageJson, INSTALLED).flatMap(({ name, range }) => {
    const alias = /^(?:npm|workspace):(?<alias>@?[^@]+)@/.exec(range)?.groups?.['alias'];
    return byName.get(alias ?? name) ?? [];
  });
}
