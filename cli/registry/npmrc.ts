import Config from '@npmcli/config';
import { open } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** What was said of a name; undefined where nothing was. */
export type NpmConfig = (name: string) => string | undefined;

/** npm's configuration: what its user said, wherever. */
export interface FoundNpmConfig extends NpmConfig {
  /** Whether it was the project's .npmrc that said it. */
  ofProject(name: string): boolean;
}

async function load(folder: string, env: Variables): Promise<Config> {
  const userconfig = path.join(env['HOME'] ?? homedir(), '.npmrc');
  const config = new Config<Config.DefinitionsObject>({
    // What npm takes for granted is not asked for: only what somebody said counts here.
    definitions: { userconfig: { default: userconfig, type: String } },
    shorthands: {},
    flatten: () => ({}),
    npmPath: folder,
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
  const said = (name: string): string | undefined => {
    if (config.find(name) === null) return undefined;
    const value: unknown = config.get(name);
    // What reads `true` is read as that.
    return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
  };
  return Object.assign(said, { ofProject: (name: string) => config.find(name) === 'project' });
}

/** Lets npm use a token of a registry, by its own saving; the file. */
export async function saveToNpmConfig(
  folder: string,
  env: Variables,
  { url, token }: { readonly url: string; readonly token: string },
): Promise<string> {
  const config = await load(folder, env);
  const file = String(config.get('userconfig'));
  // npm narrows the mode down after it has written.
  await (await open(file, 'a', 0o600)).close();
  config.set(keyOf(url), token, 'user');
  await config.save('user');
  return file;
}

/** Takes a token out again; another one that is there by now stays. */
export async function forgetInNpmConfig(
  folder: string,
  env: Variables,
  { url, token }: { readonly url: string; readonly token: string },
): Promise<void> {
  const config = await load(folder, env);
  if (config.get(keyOf(url), 'user') !== token) return;
  config.delete(keyOf(url), 'user');
  await config.save('user');
}

function keyOf(url: string): string {
  const { host, pathname } = new URL(`${url}/`);
  return `//${host}${pathname}:_authToken`;
}
