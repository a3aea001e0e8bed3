import { parseArgs } from 'node:util';

import { loadSettings } from '../local/config/load.ts';
import { SETTINGS, type Settings } from '../local/config/schema.ts';

/** `publicUrl` is `--public-url`. */
const flagOf = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const NAMES = ['config', ...Object.keys(SETTINGS)];

/** Every setting as an option. */
export const SETTING_OPTIONS = Object.fromEntries(
  NAMES.map((name) => [flagOf(name), { type: 'string' as const }]),
);

/** The settings that a command line, the environment and a file make together. */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({ args: [...args], options: SETTING_OPTIONS, strict: true });
  return settingsOf(values);
}

/** The same of options that are read. */
export function settingsOf(values: Readonly<Record<string, unknown>>): Settings {
  const flags = Object.fromEntries(
    NAMES.map((name) => {
      const value = values[flagOf(name)];
      return [name, typeof value === 'string' ? value : undefined];
    }),
  );
  return loadSettings(flags, process.env);
}
