import { open, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { CommandError } from '../command/failure.ts';

export const CLIENTS = ['npm', 'pnpm', 'yarn', 'bun', 'deno'] as const;
export type ClientName = (typeof CLIENTS)[number];

/** A folder that packages are installed in. */
export interface Project {
  readonly folder: string;
  /** '{}' where there is none. */
  readonly packageJson: Json;
  /** Which clients its files tell of; none where they tell of none. */
  readonly clients: readonly ClientName[];
  /** `yarn 1` is another program than the later ones; undefined where nothing tells. */
  readonly isYarn1: boolean | undefined;
}

const MARKS: Readonly<Record<ClientName, readonly string[]>> = {
  npm: ['package-lock.json', 'npm-shrinkwrap.json'],
  pnpm: ['pnpm-lock.yaml', 'pnpm-workspace.yaml'],
  yarn: ['yarn.lock', '.yarnrc.yml', '.yarnrc', '.yarn'],
  bun: ['bun.lock', 'bun.lockb', 'bunfig.toml'],
  deno: ['deno.json', 'deno.jsonc', 'deno.lock'],
};

/** The project that a folder is in: where the lockfile or the workspace is, else the next package.json. */
export async function findProject(
  cwd: string,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Project> {
  const folder = await rootOf(cwd, path.resolve(env['HOME'] ?? homedir()));
  const packageJson = await readPackageJson(folder);
  const manager = managerOf(packageJson);
  const present: ClientName[] = [];
  for (const client of CLIENTS) {
    const found = await hasAny(folder, MARKS[client]);
    if (found || manager?.name === client) present.push(client);
  }
  return { folder, packageJson, clients: present, isYarn1: await tellYarn1(folder, manager) };
}

async function rootOf(cwd: string, home: string): Promise<string> {
  let nearest: string | undefined;
  for (const folder of upwards(cwd, home)) {
    if (await hasAny(folder, Object.values(MARKS).flat())) return folder;
    const packageJson = await readPackageJson(folder).catch(() => ({}));
    if ('workspaces' in packageJson) return folder;
    if (!nearest && (await hasAny(folder, ['package.json']))) nearest = folder;
    if (await hasAny(folder, ['.git'])) break;
  }
  return nearest ?? cwd;
}

/** The folder and those around it; a home and what is above it hold no project. */
function* upwards(cwd: string, home: string): Generator<string> {
  let folder = cwd;
  do {
    if (folder === home && folder !== cwd) return;
    yield folder;
    const above = path.dirname(folder);
    if (above === folder || folder === home) return;
    folder = above;
  } while (folder !== '');
}

async function hasAny(folder: string, names: readonly string[]): Promise<boolean> {
  for (const name of names) {
    if (await stat(path.join(folder, name)).catch(() => undefined)) return true;
  }
  return false;
}

async function readPackageJson(folder: string): Promise<Json> {
  const file = path.join(folder, 'package.json');
  const text = await readFile(file, 'utf8').catch(() => '{}');
  try {
    const read: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (isJsonObject(read)) return read;
  } catch {
    // Said below.
  }
  throw new CommandError(`${file} is no JSON object: correct it first. Nothing was written`);
}

interface Manager {
  readonly name: string;
  readonly major: number;
}

function managerOf({ packageManager, devEngines }: Json): Manager | undefined {
  const wanted = isJsonObject(devEngines) ? devEngines['packageManager'] : undefined;
  const engine = isJsonObject(wanted)
    ? `${String(wanted['name'])}@${String(wanted['version'])}`
    : '';
  const text = typeof packageManager === 'string' ? packageManager : engine;
  const [, name, major] = /^([a-z]+)@\D*(\d*)/.exec(text) ?? [];
  return name === undefined ? undefined : { name, major: Number(major) };
}

async function tellYarn1(
  folder: string,
  manager: Manager | undefined,
): Promise<boolean | undefined> {
  if (manager?.name === 'yarn' && manager.major > 0) return manager.major === 1;
  const start = await startOf(path.join(folder, 'yarn.lock'));
  if (start.includes('__metadata:')) return false;
  const isLater = await hasAny(folder, ['.yarnrc.yml']);
  // A project on its way from one to the other has both.
  if (start.includes('# yarn lockfile v1')) return isLater ? undefined : true;
  if (isLater) return false;
  return (await hasAny(folder, ['.yarnrc'])) ? true : undefined;
}

/** A lockfile says what it is in its first lines. */
async function startOf(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await handle.close();
  }
}
