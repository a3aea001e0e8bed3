import Config from '@npmcli/config';
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

/** Reads it by npm's own library: the environment, the project's .npmrc, the user's, everybody's. */
export async function readNpmConfig(folder: string, env: Variables): Promise<FoundNpmConfig> {
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
  const said = (name: string): string | undefined => {
    if (config.find(name) === null) return undefined;
    const value: unknown = config.get(name);
    // What reads `true` is read as that.
    return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
  };
  return Object.assign(said, { ofProject: (name: string) => config.find(name) === 'project' });
}
