import mapWorkspaces from '@npmcli/map-workspaces';
import { realpath } from 'node:fs/promises';
import path from 'node:path';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../../command/failure.ts';
import { type Catalogs, readCatalogs, readYaml } from './catalogs.ts';
import { readPackageJson } from './package-json.ts';
import { findPackageManager, type PackageManager } from './package-manager.ts';

/** A package of a project that holds several. */
export interface Member {
  readonly name: string;
  /** Empty where package.json has none, which only private ones may. */
  readonly version: string;
  readonly folder: string;
  readonly packageJson: Json;
}

/** A project that holds several packages. */
export interface Workspace {
  readonly root: string;
  readonly rootJson: Json;
  readonly manager: PackageManager;
  readonly catalogs: Catalogs;
  /** The root's own first, if it has a name. */
  readonly members: readonly Member[];
}

/** The project that a folder is the root or a package of; undefined where it stands for itself. */
export async function findWorkspace(folder: string): Promise<Workspace | undefined> {
  // As git names it, which follows links.
  const start = await realpath(folder).catch(() => path.resolve(folder));
  for (const root of upwards(start)) {
    const workspace = await readWorkspace(root);
    const has = workspace?.members.some((member) => member.folder === start);
    if (workspace && (root === start || has)) return workspace;
  }
  return undefined;
}

function upwards(folder: string): readonly string[] {
  const above = path.dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

async function readWorkspace(root: string): Promise<Workspace | undefined> {
  const rootJson = await readPackageJson(root);
  if (!rootJson) return undefined;
  const manager = await findPackageManager(root, rootJson);
  const patterns = await patternsOf(root, manager, rootJson);
  if (!patterns) return undefined;
  const folders = await foldersOf(root, patterns);
  const members = await Promise.all([root, ...folders].map(readMember));
  return {
    root,
    rootJson,
    manager,
    catalogs: await readCatalogs(root, manager, rootJson),
    members: members.filter((member) => member !== undefined),
  };
}

/** pnpm keeps them in a file of its own, which may say nothing of them. */
async function patternsOf(
  root: string,
  manager: PackageManager,
  { workspaces }: Json,
): Promise<readonly string[] | undefined> {
  const file = await readYaml(path.join(root, 'pnpm-workspace.yaml'));
  const declared = isJsonObject(workspaces) ? workspaces['packages'] : workspaces;
  const packages = manager === 'pnpm' ? (file['packages'] ?? declared) : declared;
  if (Array.isArray(packages)) return packages.map(String);
  return Object.keys(file).length > 0 || isJsonObject(workspaces) ? [] : undefined;
}

async function foldersOf(root: string, patterns: readonly string[]): Promise<readonly string[]> {
  try {
    const found = await mapWorkspaces({ cwd: root, pkg: { workspaces: patterns } });
    return [...found.values()].filter((folder) => folder !== root);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`the workspaces of ${root} can't be read: ${reason}`, { cause });
  }
}

/** What has no name is no package, but a folder with scripts. */
async function readMember(folder: string): Promise<Member | undefined> {
  const packageJson = await readPackageJson(folder);
  const { name, version } = packageJson ?? {};
  if (!packageJson || typeof name !== 'string') return undefined;
  return { name, version: typeof version === 'string' ? version : '', folder, packageJson };
}
