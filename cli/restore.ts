import { parseArgs } from 'node:util';

import type { AwsRegistry } from '#store/aws/backup/registry-source.ts';
import { restore, type RestoreReport } from '#store/backup/restore.ts';

import type { Settings } from '../local/config/schema.ts';
import { createAccessLog } from '../local/http/access-log.ts';
import { openRegistry } from '../local/registry.ts';
import { openPlace, openTarget } from './backing-up/ends.ts';
import { awsRegistryOf, BACKUP_OPTIONS, onlyPlace, readPassphrase } from './backing-up/options.ts';
import { showLost, showSize } from './backing-up/show.ts';
import { spoken } from './backing-up/spoken.ts';
import { watchOn } from './backing-up/watching.ts';
import { SETTING_OPTIONS, settingsOf } from './settings.ts';

const OPTIONS = {
  ...SETTING_OPTIONS,
  ...BACKUP_OPTIONS,
  continue: { type: 'boolean' },
  verify: { type: 'boolean' },
  'without-keys': { type: 'boolean' },
} as const;

type Values = ReturnType<typeof parse>['values'];

const parse = (args: readonly string[]) =>
  parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });

/** Restores a backup into a new data folder, or into an empty registry on AWS. */
export async function main(args: readonly string[]): Promise<number> {
  const { values, positionals } = parse(args);
  return spoken(async () => restoreFrom(values, positionals));
}

async function restoreFrom(values: Values, positionals: readonly string[]): Promise<number> {
  const from = onlyPlace(
    positionals,
    'say where from: pantry restore <folder> or s3://bucket/prefix',
  );
  const settings = settingsOf(values);
  const onAws = awsRegistryOf(values);
  const report = await restoreInto(values, from, onAws, settings);
  const rebuilt = onAws ? undefined : await rebuild(settings);
  const text = showRestore(report, rebuilt);
  const whole = { ...report, ...(rebuilt && { rebuilt }) };
  process.stdout.write(values.json ? `${JSON.stringify(whole, null, 2)}\n` : text);
  return report.lost.length === 0 ? 0 : 1;
}

async function restoreInto(
  values: Values,
  from: string,
  onAws: AwsRegistry | undefined,
  { data }: Settings,
): Promise<RestoreReport> {
  const passphrase = readPassphrase(values['passphrase-file']);
  const given = passphrase === undefined ? undefined : { passphrase };
  const watch = watchOn(process.stderr);
  const place = await openPlace(from, 'read');
  try {
    const target = await openTarget(onAws, data);
    try {
      return await restore({
        place: place.end,
        id: values.backup,
        target: target.end,
        goesOn: values.continue ?? false,
        keys: values['without-keys'] ? 'leave' : given,
        verify: values.verify ?? false,
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
