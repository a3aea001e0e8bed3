import { readFileSync } from 'node:fs';

import type { AwsRegistry } from '#store/aws/backup/registry-source.ts';
import { SHORTEST_PASSPHRASE } from '#store/backup/sealed-keys.ts';

import type { Call } from '../command/command.ts';
import { CommandError, UsageError } from '../command/failure.ts';

/** What was said of an option. */
export const textOf = (values: Call['values'], name: string): string | undefined => {
  const { [name]: value } = values;
  return typeof value === 'string' ? value : undefined;
};

/** What the keys are sealed with: from a file or the environment, never from the command line. */
export function readPassphrase({ values, env }: Pick<Call, 'values' | 'env'>): string | undefined {
  const file = textOf(values, 'passphrase-file');
  const { PANTRY_BACKUP_PASSPHRASE: given } = env;
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

/** A registry on AWS; undefined: one on this machine. */
export function awsRegistryOf(values: Call['values']): AwsRegistry | undefined {
  const [table, blobs, name] = ['table', 'blobs', 'name'].map((each) => textOf(values, each));
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

export const isS3 = (place: string): boolean => place.startsWith('s3:');
