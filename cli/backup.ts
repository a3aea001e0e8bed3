import { backUp, type BackupReport } from '#store/backup/back-up.ts';
import { checkBackup, type CheckReport } from '#store/backup/check-backup.ts';

import manifest from '../package.json' with { type: 'json' };
import { openPlace, openSource } from './backing-up/ends.ts';
import { awsRegistryOf, readPassphrase, textOf } from './backing-up/options.ts';
import { showLost, showSize } from './backing-up/show.ts';
import { spoken } from './backing-up/spoken.ts';
import { watchOn } from './backing-up/watching.ts';
import type { Call, ExitCode } from './command/command.ts';
import { UsageError } from './command/failure.ts';
import { settingsOf } from './settings.ts';

/** Backs a registry up, on this machine or on AWS, to a folder or to S3; or reads a backup and checks it. */
export async function main(call: Call): Promise<ExitCode> {
  const [first = '', second, ...others] = call.args;
  const place = first === 'verify' ? second : first;
  const surplus = first === 'verify' ? others : call.args.slice(1);
  if (place === undefined || place === '' || surplus.length > 0) {
    throw new UsageError('name one place: pantry backup <place>, or pantry backup verify <place>');
  }
  return spoken(async () => (first === 'verify' ? verify(call, place) : backUpTo(call, place)));
}

async function backUpTo(call: Call, to: string): Promise<ExitCode> {
  const { values, terminal } = call;
  if (values['backup'] !== undefined) {
    throw new UsageError('--backup goes with pantry backup verify');
  }
  const passphrase = readPassphrase(call);
  const watch = watchOn(terminal);
  const source = await openSource(awsRegistryOf(values), settingsOf(values).data);
  try {
    const place = await openPlace(to, 'write');
    try {
      const report = await backUp({
        source: source.end,
        place: place.end,
        withCache: values['with-cache'] === true,
        passphrase,
        version: manifest.version,
        now: () => new Date(),
        watch,
      });
      watch.end();
      terminal.result(report, showBackup(to, report));
      return report.lost.length === 0 ? 0 : 1;
    } finally {
      await place.close();
    }
  } finally {
    watch.end();
    await source.close();
  }
}

async function verify({ values, terminal }: Call, from: string): Promise<ExitCode> {
  const watch = watchOn(terminal);
  const place = await openPlace(from, 'read');
  try {
    const report = await checkBackup(place.end, textOf(values, 'backup'), watch);
    watch.end();
    terminal.result(report, showCheck(report));
    return report.lost.length === 0 ? 0 : 1;
  } finally {
    watch.end();
    await place.close();
  }
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
