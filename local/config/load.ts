import { readFileSync } from 'node:fs';
import * as v from 'valibot';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { type SettingName, SETTINGS, type Settings, variableOf } from './schema.ts';

/** A setting that can't be used, in a sentence that says where it stands. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
}

interface Source {
  readonly values: Json;
  /** Names a setting the way this source does. */
  readonly label: (name: string) => string;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its keys are what the type is made of
const NAMES = Object.keys(SETTINGS) as SettingName[];

/**
 * The settings: from the command line, else from the environment, else from the file, else as they are
 * initially. Throws {@link ConfigurationError}.
 */
export function loadSettings(
  flags: Readonly<Record<string, string | undefined>>,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const file = flags['config'] ?? environment['PANTRY_CONFIG'];
  const sources: readonly Source[] = [
    { values: typed(flags), label: (name) => `--${name}` },
    { values: fromEnvironment(environment), label: variableOf },
    ...(file === undefined ? [] : [fromFile(file)]),
  ];
  const pairs = NAMES.map((name) => [name, resolve(name, sources)]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each value has passed its schema
  return Object.fromEntries(pairs) as Settings;
}

function resolve(name: SettingName, sources: readonly Source[]): unknown {
  const source = sources.find(({ values }) => values[name] !== undefined);
  if (!source) return SETTINGS[name].initial;
  const result = v.safeParse(SETTINGS[name].schema, source.values[name]);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const within = v.getDotPath(issue);
  const given = 'secret' in SETTINGS[name] ? '' : `; it is ${JSON.stringify(issue.input)}`;
  throw new ConfigurationError(
    `${source.label(name)}${within === null ? '' : `: ${within}`} ${issue.message}${given}`,
  );
}

/** Command line and environment know only text. */
function typed(texts: Readonly<Record<string, string | undefined>>): Json {
  const entries = Object.entries(texts).map(([name, text]) => [name, toValue(text)]);
  return Object.fromEntries(entries);
}

function toValue(text: string | undefined): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : text;
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Json {
  return typed(Object.fromEntries(NAMES.map((name) => [name, environment[variableOf(name)]])));
}

function fromFile(file: string): Source {
  const values = parseFile(file);
  const unknown = Object.keys(values).filter((name) => !(name in SETTINGS) && name !== '$schema');
  if (unknown.length > 0) {
    throw new ConfigurationError(
      `${file} has settings that do not exist: ${unknown.join(', ')}. There are: ${NAMES.join(', ')}`,
    );
  }
  return { values, label: (name) => `"${name}" in ${file}` };
}

function parseFile(file: string): Json {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new ConfigurationError(`the configuration ${file} can't be read`, { cause });
  }
  try {
    const values: unknown = JSON.parse(text);
    if (isJsonObject(values)) return values;
  } catch (cause) {
    throw new ConfigurationError(`${file} is not valid JSON: ${String(cause)}`, { cause });
  }
  throw new ConfigurationError(`${file} must hold one JSON object`);
}
