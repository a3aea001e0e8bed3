import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';

import type { Call } from '../command/command.ts';
import { CommandError } from '../command/failure.ts';

type Variables = Call['env'];

const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
] as const;

/** Looks where the AWS SDK looks, without asking AWS: whether they are still valid is seen when cdk asks. */
export async function checkAwsCredentials(
  env: Variables,
  profile: string | undefined = env['AWS_PROFILE'],
): Promise<void> {
  const known = await profilesOf(env);
  if (profile !== undefined) {
    if (known.has(profile)) return;
    throw new CommandError(
      `there is no AWS profile "${profile}": \`aws configure list-profiles\` shows those that there are`,
    );
  }
  if (VARIABLES.some((name) => env[name]) || known.has('default')) return;
  throw new CommandError(
    'there are no credentials of AWS here: run `aws sso login` or `aws configure`, and name a profile with --profile or AWS_PROFILE',
  );
}

async function profilesOf(env: Variables): Promise<ReadonlySet<string>> {
  const folder = path.join(env['HOME'] ?? homedir(), '.aws');
  const files = [
    env['AWS_SHARED_CREDENTIALS_FILE'] ?? path.join(folder, 'credentials'),
    env['AWS_CONFIG_FILE'] ?? path.join(folder, 'config'),
  ];
  const texts = await Promise.all(
    files.map(async (file) => readFile(file, 'utf8').catch(() => '')),
  );
  const headers = texts.flatMap((text) => [
    ...text.matchAll(/^\s*\[(?:profile\s+)?([^\]]+?)\s*\]/gm),
  ]);
  return new Set(headers.map(([, name = '']) => name));
}
