import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

import type { Names } from './client-files.ts';
import { type ClientName, CLIENTS } from './project.ts';

type Variables = Readonly<Record<string, string | undefined>>;

export const homeOf = ({ HOME }: Variables): string => HOME ?? homedir();

/** Where clients keep what is meant for all projects of a user. */
export function userNames(env: Variables): Names {
  const home = homeOf(env);
  const { XDG_CONFIG_HOME, NPM_CONFIG_USERCONFIG, npm_config_userconfig: lower } = env;
  const pnpm = pnpmFolder(home, env);
  return {
    npmrc: NPM_CONFIG_USERCONFIG || lower || path.join(home, '.npmrc'),
    yarnrc: path.join(home, '.yarnrc.yml'),
    bunfig: path.join(XDG_CONFIG_HOME || home, '.bunfig.toml'),
    pnpm: path.join(pnpm, 'config.yaml'),
    pnpm10: path.join(pnpm, 'rc'),
  };
}

function pnpmFolder(home: string, { XDG_CONFIG_HOME, LOCALAPPDATA }: Variables): string {
  if (XDG_CONFIG_HOME) return path.join(XDG_CONFIG_HOME, 'pnpm');
  if (process.platform === 'darwin') return path.join(home, 'Library', 'Preferences', 'pnpm');
  if (process.platform === 'win32' && LOCALAPPDATA)
    return path.join(LOCALAPPDATA, 'pnpm', 'config');
  return path.join(home, '.config', 'pnpm');
}

/** The clients that can be called here. */
export async function installedClients({ PATH = '' }: Variables): Promise<readonly ClientName[]> {
  const found: ClientName[] = [];
  for (const client of CLIENTS) if (await programOf(client, PATH)) found.push(client);
  return found;
}

/** The file that a name means. */
export async function programOf(name: string, searched: string): Promise<string | undefined> {
  const endings = process.platform === 'win32' ? ['.cmd', '.exe'] : [''];
  for (const folder of searched.split(path.delimiter).filter(Boolean)) {
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if ((await stat(file).catch(() => undefined))?.isFile()) return file;
    }
  }
  return undefined;
}
