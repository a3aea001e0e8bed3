import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { asUserName } from '#domain/user.ts';

import { counted } from './counted.ts';
import type { ImportDoor } from './importing/door.ts';
import { openFolderDoor } from './importing/folder-door.ts';
import { importAll } from './importing/import-all.ts';
import type { Terms } from './importing/import-package.ts';
import { openRegistryDoor } from './importing/registry-door.ts';
import { openRegistrySource } from './importing/registry/registry-source.ts';
import { hasFailed, showSummary } from './importing/show.ts';
import type { Source } from './importing/source.ts';
import { openVerdaccio } from './importing/verdaccio/storage.ts';
import { whenInterrupted } from './importing/when-interrupted.ts';
import { type Progress, showProgress } from './progress.ts';
import { type NpmConfig, readNpmConfig } from './registry/npmrc.ts';
import { SETTING_OPTIONS, settingsOf } from './settings.ts';
import { CommandError, UsageError } from './usage-error.ts';

const OPTIONS = {
  ...SETTING_OPTIONS,
  registry: { type: 'string' },
  packages: { type: 'string' },
  htpasswd: { type: 'string' },
  owner: { type: 'string', multiple: true },
  'owner-default': { type: 'string' },
  private: { type: 'boolean' },
  public: { type: 'boolean' },
  concurrency: { type: 'string' },
  verify: { type: 'boolean' },
  json: { type: 'boolean' },
} as const;

const read = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, allowNegative: true });

type Values = ReturnType<typeof read>['values'];

/** Brings packages of another registry here. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = read(args);
  const terms = termsOf(values);
  const concurrency = concurrencyOf(values.concurrency);
  const config = await readNpmConfig(process.cwd(), process.env);
  const source = await sourceOf(positionals, values, { config, concurrency });
  const interruption = whenInterrupted();
  let progress: Progress | undefined;
  try {
    const door = await doorOf(values, config, concurrency);
    try {
      const summary = await importAll({
        ...terms,
        source,
        door,
        concurrency,
        stopping: interruption.isWanted,
        reached(count, total) {
          progress ??= showProgress(process.stderr, total, {
            shown: values.json !== true,
            unit: (all) => counted(all, 'package'),
          });
          progress.reached(count);
        },
      });
      progress?.end();
      const json = `${JSON.stringify(summary, null, 2)}\n`;
      process.stdout.write(values.json === true ? json : showSummary(summary));
      return hasFailed(summary) ? 1 : 0;
    } finally {
      await door.close();
    }
  } finally {
    interruption.end();
    await source.close();
  }
}

interface Given {
  readonly config: NpmConfig;
  readonly concurrency: number;
}

async function sourceOf(
  [kind, place, ...names]: readonly string[],
  { packages, htpasswd }: Values,
  { config, concurrency }: Given,
): Promise<Source> {
  if (kind === 'verdaccio' && place !== undefined) {
    if (names.length > 0) throw new UsageError('name one storage folder, and nothing else');
    return openVerdaccio(place, htpasswd);
  }
  if (kind !== 'registry' || place === undefined) {
    throw new UsageError(
      'say what to import: pantry import verdaccio <storage folder>, or pantry import registry <url> <scope…|package…>',
    );
  }
  const wanted = [...names, ...(packages === undefined ? [] : await namesIn(packages))];
  if (wanted.length === 0) {
    throw new UsageError('say which packages: scopes, names, or a file of them with --packages');
  }
  return openRegistrySource({ url: place, wanted, connections: concurrency * 2 }, config);
}

/** One a line; what follows a # is a comment. */
async function namesIn(file: string): Promise<readonly string[]> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`${file} can't be read`, { cause });
  });
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim())
    .filter(Boolean);
}

async function doorOf(values: Values, config: NpmConfig, concurrency: number): Promise<ImportDoor> {
  const { registry, data } = values as { registry?: string; data?: string };
  if ((registry === undefined) === (data === undefined)) {
    throw new UsageError(
      'say where to: --registry https://… for one that runs, or --data folder for one that does not',
    );
  }
  return registry === undefined
    ? openFolderDoor(settingsOf(values))
    : openRegistryDoor(registry, config, concurrency);
}

function termsOf(values: Values): Terms {
  if (values.private && values.public) throw new UsageError('choose --private or --public');
  const { 'owner-default': ownerDefault, verify = true, owner = [] } = values;
  const visibility = values.private ? 'private' : values.public ? 'public' : undefined;
  return { owners: new Map(owner.map(toPair)), ownerDefault, visibility, verify };
}

function toPair(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  const [before, after] = [text.slice(0, at), text.slice(at + 1)];
  if (at > 0 && asUserName(after) !== undefined) return [before, after];
  throw new UsageError(`"${text}" names no owner: write --owner name-there=name-here`);
}

function concurrencyOf(text = '8'): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new UsageError(`--concurrency is a number from 1 to 64, not "${text}"`);
}
