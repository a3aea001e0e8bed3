import { loadSettings } from '../local/config/load.ts';
import { SETTINGS, type Settings } from '../local/config/schema.ts';
import type { Option } from './command/command.ts';

/** `publicUrl` is `--public-url`. */
const flagOf = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const NAMES = ['config', ...Object.keys(SETTINGS)];

const FILE: Option = { type: 'string', value: 'file', about: 'JSON file with settings' };

/** Every setting as an option: what docs/configuration.md says in full, in one line. */
export const SETTING_OPTIONS: Readonly<Record<string, Option>> = {
  config: FILE,
  ...Object.fromEntries(
    Object.entries(SETTINGS).map(([name, { about }]): [string, Option] => [
      flagOf(name),
      {
        type: 'string',
        value: name === 'data' ? 'folder' : 'value',
        about: firstSentence(about),
        // What it may be is for its own rule to say.
        mayBeEmpty: true,
      },
    ]),
  ),
};

function firstSentence(text: string): string {
  const [first = ''] = text.split(/[.:;](?= |$)/);
  return first.replaceAll('`', '');
}

/** The settings that options, the environment and a file make together. */
export function settingsOf(values: Readonly<Record<string, unknown>>): Settings {
  const flags = Object.fromEntries(
    NAMES.map((name) => {
      const value = values[flagOf(name)];
      return [name, typeof value === 'string' ? value : undefined];
    }),
  );
  return loadSettings(flags, process.env);
}
