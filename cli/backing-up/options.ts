import { readFileSync } from 'node:fs';

import type { AwsRegistry } from '#store/aws/backup/registry-source.ts';
import { SHORTEST_PASSPHRASE } from '#store/backup/sealed-keys.ts';

import { CommandError, UsageError } from '../usage-error.ts';

/** Options that backups and restores share. */
export const BACKUP_OPTIONS = {
  table: { type: 'string' },
  blobs: { type: 'string' },
  name: { type: 'string' },
  backup: { type: 'string' },
  'passphrase-file': { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** What the keys are sealed with: from a file or the environment, never from the command line. */
export function readPassphrase(file: string | undefined): string | undefined {
  const { PANTRY_BACKUP_PASSPHRASE: given } = process.env;
  if (file === undefined && (given === undefined || given === '')) return undefined;
  const passphrase = file === undefined ? given : readText(file).replace(/\r?\n$/, '');
  if (passphrase !== undefined && passphrase.length >= SHORTEST_PASSPHRASE) return passphrase;
  throw new CommandError(
    `the passphrase is too short: it is all that protects the keys, so take ${SHORTEST_PASSPHRASE} characters or more`,
  );
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new CommandError(`the passphrase can't be read from ${file}`, { cause });
  }
}

interface AwsValues {
  readonly table?: string | undefined;
  readonly blobs?: string | undefined;
  readonly name?: string | undefined;
}

/** A registry on AWS; undefined: one on this machine. */
export function awsRegistryOf({ table, blobs, name }: AwsValues): AwsRegistry | undefined {
  if (table === undefined && blobs === undefined) {
    if (name !== undefined) throw new UsageError('--name goes with --table and --blobs');
    return undefined;
  }
  if (table === undefined || blobs === undefined) {
    throw new UsageError(
      'a registry on AWS is named by --table and --blobs: the output Backup of its data stack has both',
    );
  }
  return { table, blobs, name: name ?? 'pantry' };
}

/** The one place that a command line names. */
export function onlyPlace(positionals: readonly string[], sentence: string): string {
  const [place, ...others] = positionals;
  if (place === undefined || place === '' || others.length > 0) throw new UsageError(sentence);
  return place;
}

export const isS3 = (place: string): boolean => place.startsWith('s3:');
