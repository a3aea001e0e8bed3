import { parseArgs } from 'node:util';

import { loadSettings } from '../local/config/load.ts';
import { SETTINGS, type Settings } from '../local/config/schema.ts';

/** `publicUrl` is `--public-url`. */
const flagOf = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const NAMES = ['config', ...Object.keys(SETTINGS)];
const OPTIONS = Object.fromEntries(
  NAMES.map((name) => [flagOf(name), { type: 'string' as const }]),
);

/** The settings that a command line, the environment and a file make together. */
export function readSettings(args: readonly string[]): Settings {
  const { values } = parseArgs({ args: [...args], options: OPTIONS, strict: true });
  const flags = Object.fromEntries(NAMES.map((name) => [name, values[flagOf(name)]]));
  return loadSettings(flags, process.env);
}
