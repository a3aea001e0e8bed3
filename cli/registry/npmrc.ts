import Config from '@npmcli/config';
import { homedir } from 'node:os';
import path from 'node:path';

type Variables = Readonly<Record<string, string | undefined>>;

/** npm's configuration: what its user said of a name, wherever; undefined where they said nothing. */
export type NpmConfig = (name: string) => string | undefined;

/** Reads it by npm's own library: the environment, the project's .npmrc, the user's, everybody's. */
export async function readNpmConfig(folder: string, env: Variables): Promise<NpmConfig> {
  const userconfig = path.join(env['HOME'] ?? homedir(), '.npmrc');
  const config = new Config<Config.DefinitionsObject>({
    // What npm takes for granted is not asked for: only what somebody said counts here.
    definitions: { userconfig: { default: userconfig, type: String } },
    shorthands: {},
    flatten: () => ({}),
    npmPath: folder,
    argv: [],
    cwd: folder,
    env,
  });
  await config.load();
  return (name) => {
    if (config.find(name) === null) return undefined;
    const value: unknown = config.get(name);
    return typeof value === 'string' ? value : undefined;
  };
}
