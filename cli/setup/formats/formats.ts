import type { Format } from './format.ts';
import { JSONC } from './json.ts';
import { NPMRC } from './npmrc.ts';
import { TOML } from './toml.ts';
import { YAML } from './yaml.ts';

/** As they are called where it is remembered what was written. */
export const FORMATS = {
  npmrc: NPMRC,
  yaml: YAML,
  json: JSONC,
  toml: TOML,
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof FORMATS;
