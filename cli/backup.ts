import { parseArgs } from 'node:util';

import { backUp, type BackupReport } from '#store/backup/back-up.ts';
import { checkBackup, type CheckReport } from '#store/backup/check-backup.ts';

import manifest from '../package.json' with { type: 'json' };
import { openPlace, openSource } from './backing-up/ends.ts';
import { awsRegistryOf, BACKUP_OPTIONS, onlyPlace, readPassphrase } from './backing-up/options.ts';
import { showLost, showSize } from './backing-up/show.ts';
import { spoken } from './backing-up/spoken.ts';
import { watchOn } from './backing-up/watching.ts';
import { SETTING_OPTIONS, settingsOf } from './settings.ts';
import { UsageError } from './usage-error.ts';

const OPTIONS = {
  ...SETTING_OPTIONS,
  ...BACKUP_OPTIONS,
  'with-cache': { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

/** Backs a registry up, on this machine or on AWS, to a folder or to S3. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  const [first, ...rest] = positionals;
  return spoken(async () =>
    first === 'verify' ? verify(values, rest) : backUpTo(values, positionals),
  );
}

async function backUpTo(values: Values, positionals: readonly string[]): Promise<number> {
  const to = onlyPlace(positionals, 'say where to: pantry backup <folder> or s3://bucket/prefix');
  if (values.backup !== undefined) throw new UsageError('--backup goes with pantry backup verify');
  const passphrase = readPassphrase(values['passphrase-file']);
  const registry = awsRegistryOf(values);
  const watch = watchOn(process.stderr);
  const source = await openSource(registry, settingsOf(values).data);
  try {
    const place = await openPlace(to, 'write');
    try {
      const report = await backUp({
        source: source.end,
        place: place.end,
        withCache: values['with-cache'] ?? false,
        passphrase,
        version: manifest.version,
        now: () => new Date(),
        watch,
      });
      watch.end();
      return show(values, report, showBackup(to, report));
    } finally {
      await place.close();
    }
  } finally {
    watch.end();
    await source.close();
  }
}

async function verify(values: Values, positionals: readonly string[]): Promise<number> {
  const from = onlyPlace(
    positionals,
    'say what to verify: pantry backup verify <folder> or s3://…',
  );
  const watch = watchOn(process.stderr);
  const place = await openPlace(from, 'read');
  try {
    const report = await checkBackup(place.end, values.backup, watch);
    watch.end();
    return show(values, report, showCheck(report));
  } finally {
    watch.end();
    await place.close();
  }
}

function show(
  { json }: Values,
  report: { readonly lost: readonly string[] },
  text: string,
): number {
  process.stdout.write(json ? `${JSON.stringify(report, null, 2)}\n` : text);
  return report.lost.length === 0 ? 0 : 1;
}

function showBackup(to: string, report: BackupReport): string {
  const { backup, copied, copiedBytes, keys, lost } = report;
  return [
    `backed up to ${to} as ${backup}: ${showSize(report)}; new there: ${showSize({ blobs: copied, bytes: copiedBytes })}`,
    ...(keys
      ? []
      : [
          'its keys are left out: a registry that is restored from it signs with a new key, and people set their second factors up again; give --passphrase-file to have them in',
        ]),
    ...showLost(lost, 'is missing or damaged in the registry: publish it again'),
    '',
  ].join('\n');
}

function showCheck(report: CheckReport): string {
  const { backup, finishedAt, lost } = report;
  return [
    `verified ${backup} of ${finishedAt}: ${showSize(report)}; ${lost.length} damaged`,
    ...showLost(lost, 'is missing or damaged in the backup'),
    '',
  ].join('\n');
}
