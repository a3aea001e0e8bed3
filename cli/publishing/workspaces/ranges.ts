import path from 'node:path';
import semver from 'semver';

import type { Json } from '#domain/manifest.ts';

import { CommandError } from '../../command/failure.ts';
import { type Dependency, withRanges } from './dependencies.ts';
import type { Member, Workspace } from './find-workspace.ts';

/**
 * What a package.json says outside of its workspace: versions in place of `workspace:*` and `catalog:`, which only
 * the project's own package manager understands. As pnpm, yarn and bun do it when they publish.
 */
export function published(
  workspace: Workspace,
  { folder, name }: Pick<Member, 'folder' | 'name'>,
  packageJson: Json,
): Json {
  return withRanges(packageJson, (dependency) => {
    const said = `"${dependency.name}": "${dependency.range}" of ${name}`;
    const range = ofCatalog(workspace, dependency, said);
    return range.includes('workspace:')
      ? ofWorkspace(workspace, folder, { ...dependency, range }, said)
      : range;
  });
}

function ofCatalog(
  { catalogs, manager }: Pick<Workspace, 'catalogs' | 'manager'>,
  { name, range }: Dependency,
  said: string,
): string {
  if (!range.startsWith('catalog:')) return range;
  const catalog = range.slice('catalog:'.length).trim() || 'default';
  const found = catalogs[catalog]?.[name];
  if (found !== undefined) return found;
  const where = WHERE[manager];
  throw new CommandError(
    where === undefined
      ? `${said} names a catalog, which npm does not have: write a range`
      : `${said} is in no catalog: add ${name} to the catalog "${catalog}" in ${where}`,
  );
}

const WHERE: Readonly<Partial<Record<Workspace['manager'], string>>> = {
  pnpm: 'pnpm-workspace.yaml',
  yarn: '.yarnrc.yml',
  bun: 'package.json',
};

interface Meant {
  readonly member: Member;
  /** What is said of its version; undefined where its folder is named. */
  readonly range: string | undefined;
}

/** `workspace:*`, `workspace:^1.0.0`, `workspace:other@~`, `workspace:../other`. */
function meantBy(
  { members, root }: Workspace,
  folder: string,
  { name, range }: Dependency,
): Meant | undefined {
  const text = range.replace(/^workspace:/, '');
  const { alias, rest = '' } = /^(?:(?<alias>@?[^@]+)@)?(?<rest>[^@]*)$/.exec(text)?.groups ?? {};
  const inFolder = members.find((one) => isFolder(one.folder, rest, [folder, root]));
  if (inFolder) return { member: inFolder, range: undefined };
  const named = members.find((one) => one.name === (alias ?? name));
  return named && { member: named, range: rest };
}

function ofWorkspace(
  workspace: Workspace,
  folder: string,
  dependency: Dependency,
  said: string,
): string {
  const { kind, name } = dependency;
  const meant = meantBy(workspace, folder, dependency);
  if (!meant) throw new CommandError(`${said} is no package of this workspace`);
  const { member, range } = meant;
  const version = versionOf(member, kind, said);
  const wanted = range === undefined ? version : versioned(range, version, said);
  if (member.name === name) return wanted;
  // A peer is whatever version is there, as pnpm has it.
  const loose = kind === 'peerDependencies' && range !== undefined && /^[\^~]?$/.test(range);
  return `npm:${member.name}@${loose ? '*' : wanted}`;
}

/** What is only needed to build a package may have none, as yarn has it: nobody installs that. */
function versionOf({ name, version }: Member, kind: Dependency['kind'], said: string): string {
  if (version !== '') return version;
  if (kind === 'devDependencies') return '0.0.0';
  throw new CommandError(`${said} has no version: give ${name} one`);
}

/** pnpm counts from the package's own folder, yarn from the root. */
const isFolder = (folder: string, text: string, bases: readonly string[]): boolean =>
  text.includes('/') && bases.some((base) => path.resolve(base, text) === folder);

/** A sign alone stands for the version that there is; in peers several ranges may stand together. */
function versioned(range: string, version: string, said: string): string {
  if (range === '' || range === '*') return version;
  if (/^(?:[\^~=]|[<>]=?)$/.test(range)) return range + version;
  const whole = range.replaceAll(/workspace:([\^~*]?)(?![\d.])/g, (_, sign: string) =>
    sign === '*' ? version : sign + version,
  );
  const bare = whole.replaceAll('workspace:', '');
  if (semver.validRange(bare) === null) throw new CommandError(`${said} is no range of versions`);
  return bare;
}
