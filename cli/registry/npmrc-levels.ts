import type Config from '@npmcli/config';

import { CommandError } from '../command/failure.ts';

type Level = ReturnType<Config['find']>;

/** Where somebody may say something, in the order in which they count. */
export const LEVELS = ['env', 'project', 'user', 'global'] as const;

/** Whether a level is the project's .npmrc, or a file that this one may name as the user's or everybody's. */
export function isOfProject(config: Config, level: Level | null): boolean {
  const says = (file: Level, name: string): boolean =>
    isOfProject(config, file) && linesFor(config, file, name).length > 0;
  if (level === 'user') return says('project', 'userconfig');
  if (level !== 'global') return level === 'project';
  return ['globalconfig', 'prefix'].some((name) => says('project', name) || says('user', name));
}

/** What a file has for a name before variables are put in; one may stand in the name too, unless it is of a host. */
const linesFor = (config: Config, file: Level, name: string): readonly string[] =>
  Object.entries(config.data.get(file)?.raw ?? {})
    .filter(([key]) => key === name || (key.includes('${') && !key.startsWith('//')))
    .map(([, value]) => String(value));

const VARIABLE = /\$\{(?<name>[^${}?]+)\??\}/g;

/** What variables are called that hold credentials. */
const SECRET = /(?:TOKEN|PASSWORD|SECRET|KEY)$/i;

/** A stranger's file gets no credential of the environment into the URL of a registry, which is asked and shown. */
export function checkVariables(config: Config, name: string): void {
  if (!/(?:^|:)registry$/.test(name)) return;
  const names = linesFor(config, config.find(name), name)
    .flatMap((line) => [...line.matchAll(VARIABLE)])
    .map(({ groups }) => groups?.['name'] ?? '');
  const secret = names.find((one) => SECRET.test(one));
  if (secret === undefined) return;
  throw new CommandError(
    `"${name}" in the project's .npmrc has ${secret} in it, which is not sent to where such a file says: write the URL without it, or name the registry with --registry`,
  );
}
