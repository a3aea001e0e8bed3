import Config from '@npmcli/config';
import { open, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

import { uninterrupted } from '../command/interrupt.ts';
import { checkVariables, isOfProject, LEVELS } from './npmrc-levels.ts';

type Variables = Readonly<Record<string, string | undefined>>;

/** What was said of a name; undefined where nothing was. */
export type NpmConfig = (name: string) => string | undefined;

/** npm's configuration: what its user said, wherever. Throws for a registry with a credential of the environment in it. */
export interface FoundNpmConfig extends NpmConfig {
  /** Whether it was the project's .npmrc that said it, or a file that this one names. */
  ofProject(name: string): boolean;
  /** What others than the project said. */
  beyondProject(name: string): string | undefined;
}

async function load(folder: string, env: Variables): Promise<Config> {
  const userconfig = path.join(env['HOME'] ?? homedir(), '.npmrc');
  const config = new Config<Config.DefinitionsObject>({
    // What npm takes for granted is not asked for: only what somebody said counts here.
    definitions: { userconfig: { default: userconfig, type: String } },
    shorthands: {},
    flatten: () => ({}),
    // No folder, since a file `npmrc` in it would count as npm's own.
    npmPath: process.execPath,
    argv: [],
    cwd: folder,
    // It writes into it what npm tells its scripts.
    env: { ...env },
  });
  await config.load();
  return config;
}

/** Reads it by npm's own library: the environment, the project's .npmrc, the user's, everybody's. */
export async function readNpmConfig(folder: string, env: Variables): Promise<FoundNpmConfig> {
  const config = await load(folder, env);
  const ofProject = (name: string): boolean => isOfProject(config, config.find(name));
  const said = (name: string): string | undefined => {
    if (config.find(name) === null) return undefined;
    if (ofProject(name)) checkVariables(config, name);
    return textOf(config.get(name));
  };
  const beyondProject = (name: string): string | undefined => {
    const level = LEVELS.find(
      (one) => !isOfProject(config, one) && config.get(name, one) !== undefined,
    );
    return level && textOf(config.get(name, level));
  };
  return Object.assign(said, { ofProject, beyondProject });
}

/** What reads `true` is read as that. */
const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;

/** Lets npm use a token of a registry, by its own saving; the file. */
export const saveToNpmConfig = async (
  folder: string,
  env: Variables,
  { url, token }: { readonly url: string; readonly token: string },
): Promise<string> =>
  changeUserFile(folder, env, (config) => {
    config.set(keyOf(url), token, 'user');
    return true;
  });

/** Takes a token out again; another one that is there by now stays. */
export async function forgetInNpmConfig(
  folder: string,
  env: Variables,
  { url, token }: { readonly url: string; readonly token: string },
): Promise<void> {
  await changeUserFile(folder, env, (config) => {
    if (config.get(keyOf(url), 'user') !== token) return false;
    config.delete(keyOf(url), 'user');
    return true;
  });
}

/** npm writes over its file, which leaves half of it on a full disk: it gets to change a copy, which takes its place. */
async function changeUserFile(
  folder: string,
  env: Variables,
  change: (config: Config) => boolean,
): Promise<string> {
  const file = String((await load(folder, env)).get('userconfig'));
  await uninterrupted(async () => changeCopy({ folder, env, file }, change));
  return file;
}

interface UserFile {
  readonly folder: string;
  readonly env: Variables;
  readonly file: string;
}

async function changeCopy(
  { folder, env, file }: UserFile,
  change: (config: Config) => boolean,
): Promise<void> {
  // Where it is a link, what it leads to is replaced and not the link.
  const target = await realpath(file).catch(() => file);
  const next = `${target}.${process.pid}`;
  // It counts in capital letters as well, and the last one wins.
  const others = Object.entries(env).filter(([name]) => !/^npm_config_userconfig$/i.test(name));
  try {
    await writeFile(next, await readFile(target).catch(nothing), { mode: 0o600, flush: true });
    const config = await load(folder, {
      ...Object.fromEntries(others),
      npm_config_userconfig: next,
    });
    if (change(config)) {
      await config.save('user');
      await takeThePlace(next, target);
    }
  } finally {
    await rm(next, { force: true });
  }
}

const nothing = (error: NodeJS.ErrnoException): string => {
  if (error.code === 'ENOENT') return '';
  throw error;
};

/** A file with nothing in it is one that npm removes. */
async function takeThePlace(next: string, file: string): Promise<void> {
  const handle = await open(next).catch(() => undefined);
  if (!handle) return rm(file, { force: true });
  await handle.sync().finally(async () => handle.close());
  await rename(next, file);
}

function keyOf(url: string): string {
  const { host, pathname } = new URL(`${url}/`);
  return `//${host}${pathname}:_authToken`;
}
