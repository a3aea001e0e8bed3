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
import { counted } from './counted.ts';
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
  const mend = values['mend'] === true;
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
        mend,
        passphrase,
        version: manifest.version,
        now: () => new Date(),
        watch,
      });
      watch.end();
      terminal.result(report, showBackup(to, report, mend));
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
  if (values['mend'] === true) {
    throw new UsageError(
      `verify reads alone: pantry backup ${from} --mend copies from the registry`,
    );
  }
  const watch = watchOn(terminal);
  const place = await openPlace(from, 'read');
  try {
    const report = await checkBackup(place.end, textOf(values, 'backup'), watch);
    watch.end();
    terminal.result(report, showCheck(from, report));
    return report.lost.length + report.spoilt.length === 0 ? 0 : 1;
  } finally {
    watch.end();
    await place.close();
  }
}

function showBackup(to: string, report: BackupReport, mend: boolean): string {
  const { backup, copied, copiedBytes, mended, keys, lost } = report;
  const where = mend ? 'in the registry and in the backup' : 'in the registry';
  return [
    `backed up to ${to} as ${backup}: ${showSize(report)}; new there: ${showSize({ blobs: copied, bytes: copiedBytes })}${mend ? `; mended: ${counted(mended, 'file')}` : ''}`,
    ...(keys
      ? []
      : [
          'its keys are left out: a registry that is restored from it signs with a new key, and people set their second factors up again; give --passphrase-file to have them in',
        ]),
    ...showLost(lost, `is missing or damaged ${where}: publish it again`),
    '',
  ].join('\n');
}

function showCheck(from: string, report: CheckReport): string {
  const { backup, finishedAt, spoilt, lost } = report;
  return [
    `verified ${backup} of ${finishedAt}: ${showSize(report)}; ${spoilt.length} missing or damaged`,
    ...spoilt.map(({ file, state }) => `${file} is ${state}`),
    ...showLost(lost, 'is missing or damaged in the backup'),
    ...(spoilt.length > 0
      ? [
          `\`pantry backup ${from} --mend\` copies anew what the registry still has: name it as for any backup`,
        ]
      : []),
    '',
  ].join('\n');
}
