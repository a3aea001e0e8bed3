import { findBackup } from '#store/backup/find-backup.ts';
import { restore, type RestoreReport } from '#store/backup/restore.ts';

import type { Settings } from '../local/config/schema.ts';
import { createAccessLog } from '../local/http/access-log.ts';
import { openRegistry } from '../local/registry.ts';
import { openPlace, openTarget } from './backing-up/ends.ts';
import { awsRegistryOf, readPassphrase, textOf } from './backing-up/options.ts';
import { showLost, showSize } from './backing-up/show.ts';
import { spoken } from './backing-up/spoken.ts';
import { watchOn } from './backing-up/watching.ts';
import type { Call, ExitCode } from './command/command.ts';
import { settingsOf } from './settings.ts';

/** Restores a backup into a new data folder, or into an empty registry on AWS. */
export async function main(call: Call): Promise<ExitCode> {
  const { values, terminal } = call;
  return spoken(async () => {
    const report = await restoreInto(call);
    const rebuilt = awsRegistryOf(values) ? undefined : await rebuild(settingsOf(values));
    terminal.result({ ...report, ...(rebuilt && { rebuilt }) }, showRestore(report, rebuilt));
    return report.lost.length === 0 ? 0 : 1;
  });
}

async function restoreInto(call: Call): Promise<RestoreReport> {
  const { values, args, terminal } = call;
  const passphrase = readPassphrase(call);
  const given = passphrase === undefined ? undefined : { passphrase };
  const onAws = awsRegistryOf(values);
  const { data } = settingsOf(values);
  const watch = watchOn(terminal);
  const place = await openPlace(args[0] ?? '', 'read');
  try {
    const id = textOf(values, 'backup');
    // Before a data folder is made: where there is no backup there is none to fill.
    await findBackup(place.end, id);
    const target = await openTarget(onAws, data);
    try {
      return await restore({
        place: place.end,
        id,
        target: target.end,
        goesOn: values['continue'] === true,
        keys: values['without-keys'] === true ? 'leave' : given,
        verify: values['verify'] === true,
        now: () => new Date(),
        watch,
      });
    } finally {
      await target.close();
    }
  } finally {
    watch.end();
    await place.close();
  }
}

/** Documents and search, of the table that is there now. */
async function rebuild(settings: Settings): Promise<object> {
  const silent = createAccessLog('none', () => undefined);
  const registry = await openRegistry(settings, silent);
  try {
    return await registry.services.runJob('rebuild');
  } finally {
    await registry.close();
  }
}

function showRestore(report: RestoreReport, rebuilt: object | undefined): string {
  const { backup, asOf, keys, retiredKeys, lost, verified } = report;
  return [
    `restored ${backup}: ${showSize(report)}, as of ${asOf}${verified ? '; all of it was compared' : ''}`,
    ...(keys.includes('sealing')
      ? []
      : [
          'the key of second factors is another one: who has one set up uses a recovery code, or asks an admin',
        ]),
    ...(retiredKeys > 0
      ? [
          'versions are signed by a new key from now on; the one before is published for those that it signed',
        ]
      : []),
    rebuilt
      ? 'documents and search are built'
      : 'deploy the other stacks now, then run `pantry rebuild --registry <url>` with the token of an admin',
    ...showLost(lost, 'is missing or damaged in the backup: publish it again'),
    '',
  ].join('\n');
}
