import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import type * as ReadConfig from '../../lib/config/read-config.ts';
import type * as SchemaModule from '../../lib/config/schema.ts';
import type { Call } from '../command/command.ts';
import { CommandError, UsageError } from '../command/failure.ts';
import type { DEPLOY_OPTIONS } from '../commands/deploy.ts';
import { type Setting, withSettings } from '../setup/formats/format.ts';
import { JSONC } from '../setup/formats/json.ts';
import { findFile, type FoundFile, unusable } from '../setup/found-file.ts';

/** What the clone itself says of its configuration: the code that the synthesis runs. */
export interface Rules {
  /** One sentence if the context can't be used, else what it comes to. */
  readonly check: (context: Json) => Json;
  readonly isKey: (key: string) => boolean;
  /** What a value must be, if it can't be used. */
  readonly refusalOf: (key: string, value: unknown) => string | undefined;
}

interface Checked {
  readonly issues?: readonly { readonly message: string }[] | undefined;
}

export async function loadRules(folder: string): Promise<Rules> {
  const at = (name: string): string => pathToFileURL(path.join(folder, 'lib', 'config', name)).href;
  const { readConfig, ConfigError }: typeof ReadConfig = await import(at('read-config.ts'));
  const { ConfigSchema }: typeof SchemaModule = await import(at('schema.ts'));
  return {
    check(context) {
      try {
        return readConfig({ tryGetContext: (key: string): unknown => context[key] });
      } catch (error) {
        if (error instanceof ConfigError) throw new CommandError(error.message, { cause: error });
        throw error;
      }
    },
    isKey: (key) => Object.hasOwn(ConfigSchema.entries, key),
    refusalOf(key, value) {
      const [, schema] = Object.entries(ConfigSchema.entries).find(([name]) => name === key) ?? [];
      const checked: Checked | Promise<Checked> | undefined = schema?.['~standard'].validate(value);
      return checked && 'issues' in checked ? checked.issues?.[0]?.message : undefined;
    },
  };
}

/** cdk.json, and what it says of the registry. */
export interface CdkJson {
  readonly found: FoundFile;
  readonly context: Json;
}

export async function readCdkJson(folder: string): Promise<CdkJson> {
  const found = await findFile(path.join(folder, 'cdk.json'));
  try {
    const { context = {} } = JSONC.read(found.text);
    if (isJsonObject(context)) return { found, context };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw unusable(found.file, `it is broken (${reason}): correct it first`);
  }
  throw unusable(found.file, 'its "context" is no object: correct it first');
}

/** Its text with these values, all else as it is. */
export function withContext({ found }: CdkJson, values: Json): string {
  const settings = Object.entries(values)
    // Each goes before the others.
    .toReversed()
    .map(([key, value]): Setting => ({ place: ['context', key], kind: 'value', value }));
  return withSettings(found.file, JSONC, found.text, settings);
}

const OPTIONS = {
  domain: 'domain',
  'hosted-zone-name': 'hostedZoneName',
  'hosted-zone-id': 'hostedZoneId',
  account: 'account',
  region: 'region',
  name: 'name',
  'alarm-email': 'alarmEmail',
  upstream: 'upstream',
  edge: 'edge',
} as const;

/** What was said on the command line, by the names that cdk.json has for it. */
export function saidValues({ values }: Pick<Call<typeof DEPLOY_OPTIONS>, 'values'>): Json {
  const said: Record<string, unknown> = {};
  for (const pair of values.context ?? []) {
    const [, key, value] = /^(\w+)=(.*)$/s.exec(pair) ?? [];
    if (key === undefined) throw new UsageError(`-c is key=value, not "${pair}"`);
    said[key] = value;
  }
  for (const [option, key] of Object.entries(OPTIONS)) {
    const value: unknown = Reflect.get(values, option);
    if (value !== undefined) said[key] = value;
  }
  const { 'own-scopes': scopes, 'trusted-owners': owners } = values;
  if (scopes !== undefined) said['ownScopes'] = listOf(scopes);
  if (owners !== undefined) said['trustedOwners'] = listOf(owners);
  return said;
}

export const listOf = (text: string): readonly string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);

/** The option that a key of cdk.json is said with. */
export const optionOf = (key: string): string =>
  `--${Object.entries(OPTIONS).find(([, known]) => known === key)?.[0] ?? `context ${key}`}`;
