import type { Command, Options } from '../command/command.ts';

const SHARED = {
  table: { type: 'string', value: 'name', about: 'The table of a registry on AWS' },
  blobs: { type: 'string', value: 'bucket', about: 'Its bucket of blobs' },
  name: {
    type: 'string',
    value: 'name',
    about: 'What it is called in cdk.json (pantry when not said)',
  },
  backup: { type: 'string', value: 'id', about: 'Which backup, else the newest' },
  'passphrase-file': {
    type: 'string',
    value: 'file',
    about: 'What private keys are sealed with, else PANTRY_BACKUP_PASSPHRASE',
  },
} as const satisfies Options;

const settingsAnd = (own: Options) => async (): Promise<Options> => ({
  ...SHARED,
  ...own,
  ...(await import('../settings.ts')).SETTING_OPTIONS,
});

const details =
  'Works on a data folder (--data), or on a registry on AWS (--table and --blobs), which may run meanwhile.';

export const backup: Command = {
  about: 'Back a registry up to a folder or S3, or verify a backup',
  details,
  arguments: [
    {
      name: 'place',
      about: 'Where to: a folder or s3://bucket/prefix; or `verify` and where one is',
      many: true,
      complete: 'folder',
    },
  ],
  options: settingsAnd({
    'with-cache': { type: 'boolean', about: 'Also tarballs of upstreams' },
    mend: { type: 'boolean', about: 'Read what is there too; copy anew what is damaged' },
  }),
  examples: [
    { run: 'pantry backup /mnt/backups --data data', about: 'Adds what is new to what is there' },
    { run: 'pantry backup verify /mnt/backups', about: 'Reads all of the newest and checks it' },
  ],
  load: async () => import('../backup.ts'),
};

export const restore: Command = {
  about: 'Restore a backup into an empty registry',
  details:
    'Makes a data folder (--data), or fills a table and a bucket on AWS that nobody uses yet (--table and --blobs).',
  arguments: [
    { name: 'place', about: 'Where from: a folder or s3://bucket/prefix', complete: 'folder' },
  ],
  options: settingsAnd({
    continue: { type: 'boolean', about: 'End a restore that was interrupted' },
    verify: { type: 'boolean', about: 'Read everything that was written and compare it' },
    'without-keys': { type: 'boolean', about: 'Leave private keys that are in the backup' },
  }),
  examples: [
    { run: 'pantry restore /mnt/backups --data new', about: 'Then: pantry start --data new' },
  ],
  load: async () => import('../restore.ts'),
};
