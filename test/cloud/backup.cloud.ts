import {
  CreateBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { spawn } from 'node:child_process';
import { verify } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, inject, test } from 'vitest';

import {
  type Everything,
  fillWithEverything,
  logsIn,
  lookAtEverything,
  publishesWithCode,
} from '../backup/registry-of-everything.ts';
import { COMMAND, pantry } from '../cli/run.ts';
import { anonymous, user } from '../client.ts';
import { at, folder, server, type Target } from '../target.ts';
import type { PolicyDocument } from './aws/iam.ts';
import { bareStage } from './stage.ts';

const PASSPHRASE = { PANTRY_BACKUP_PASSPHRASE: 'a phrase that nobody guesses' };
const PLACE = 's3://backups/pantry';

/** The policy of docs/backup.md. */
const policy = (): PolicyDocument => {
  const [, json = ''] = /```json\n(.+?)```/s.exec(readFileSync('docs/backup.md', 'utf8')) ?? [];
  return JSON.parse(json);
};

const { rehearsal, prefix } = await bareStage();
const functionWith = (name: string): string => {
  const found = rehearsal.functions.find(({ environment }) => environment[name] !== undefined);
  return found?.environment[name] ?? '';
};
const ON_AWS = [
  '--table',
  functionWith('PANTRY_TABLE'),
  '--blobs',
  functionWith('PANTRY_BLOBS_BUCKET'),
];
const NAMED = [...ON_AWS, '--name', 'rehearsal'];
const OPERATOR = { accessKeyId: 'OPERATOR', secretAccessKey: 'secret of the operator' };
rehearsal.aws.addRole({ ...OPERATOR, name: 'operator', policies: [policy()] });

const environment = () => ({
  ...PASSPHRASE,
  ...rehearsal.aws.environment,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: OPERATOR.accessKeyId,
  AWS_SECRET_ACCESS_KEY: OPERATOR.secretAccessKey,
});

/** The command as an operator runs it. */
const command = async (...args: readonly string[]) => pantry(folder(), args, environment());

/** Items that were written. */
const saved = (): number =>
  rehearsal.aws.calls.filter(({ operation }) => operation === 'PutItem').length;

async function createBucket(): Promise<void> {
  const { endpoint, ...credentials } = inject('s3');
  const client = new S3Client({ endpoint, credentials, region: 'us-east-1', forcePathStyle: true });
  await client.send(new CreateBucketCommand({ Bucket: `${prefix}backups` }));
  client.destroy();
}

let everything: Everything;
let local: Target;
let before: Awaited<ReturnType<typeof lookAtEverything>>;

beforeAll(async () => {
  await createBucket();
  const data = folder();
  local = await server({ data });
  everything = await fillWithEverything(local, await user(local, 'admin'));
  await command('backup', PLACE, '--data', data);
  before = await lookAtEverything(local, everything);
});

describe('from one machine by S3 to AWS, and back by a folder', () => {
  const aws = at(rehearsal.url);

  test('nothing is written where the registry is called otherwise', async () => {
    const { code, stderr } = await command('restore', PLACE, ...ON_AWS);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^pantry: there is no signing key alias\/pantry-signing: say with --name .+\n$/,
    );
    const backup = await command('backup', folder(), ...ON_AWS);
    expect(backup.stderr).toContain('there is no signing key alias/pantry-signing');
  });

  test('a restore that is killed is not begun anew', async () => {
    const args = [COMMAND, 'restore', PLACE, ...NAMED];
    const child = spawn(process.execPath, args, { stdio: 'ignore', env: environment() });
    const exited = once(child, 'exit');
    await expect.poll(saved, { interval: 1, timeout: 30_000 }).toBeGreaterThan(20);
    child.kill('SIGKILL');
    expect(await exited).toEqual([null, 'SIGKILL']);
    const again = await command('restore', PLACE, ...NAMED);
    expect(again.stderr).toMatch(
      /^pantry: a restore into .+ was interrupted: run it again with --continue\n$/,
    );
  });

  test('a registry that is half restored is not backed up', async () => {
    const to = folder();
    const { code, stderr } = await command('backup', to, ...NAMED);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^pantry: a restore into \S+ is under way or was interrupted: .+\n$/);
    expect((await command('backup', 'verify', to)).stderr).toContain('there is no complete backup');
  });

  test('everything is the same on AWS, once it is continued', async () => {
    const { code, stdout, stderr } = await command(
      'restore',
      PLACE,
      ...NAMED,
      '--verify',
      '--continue',
    );
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('all of it was compared');
    expect(stdout).toContain('versions are signed by a new key');
    expect(await lookAtEverything(aws, everything)).toEqual(before);
    expect(await logsIn(aws, everything.alice)).toBe(201);
    expect(await publishesWithCode(aws, everything)).toBe(201);
    expect(rehearsal.aws.denials).toEqual([]);
  });

  test('old signatures verify by the key before, new ones by the key of AWS', async () => {
    const [old] = (await anonymous(local).get('/-/npm/v1/keys')).body.keys;
    const { keys } = (await anonymous(aws).get('/-/npm/v1/keys')).body;
    expect(keys).toHaveLength(2);
    expect(keys[0]).toMatchObject({ expires: null });
    expect(keys[1]).toEqual({ ...old, expires: expect.stringMatching(/^\d{4}-/) });
    const [name = ''] = everything.names;
    const alice = anonymous(aws).with(everything.alice.token);
    expect((await alice.publish({ name, version: '1.2.0' })).status).toBe(201);
    for (const [version, key] of [
      ['1.1.0', keys[1]],
      ['1.2.0', keys[0]],
    ]) {
      const { dist } = (await alice.get(`/${name}/${version}`)).body;
      const [{ keyid, sig }] = dist.signatures;
      const text = Buffer.from(`${name}@${version}:${dist.integrity}`);
      const publicKey = {
        key: Buffer.from(key.key, 'base64'),
        format: 'der',
        type: 'spki',
      } as const;
      expect([keyid, verify('sha256', text, publicKey, Buffer.from(sig, 'base64'))]).toEqual([
        key.keyid,
        true,
      ]);
    }
  });

  test('a damaged file of a bucket is named, and copied anew by --mend', async () => {
    const { endpoint, ...credentials } = inject('s3');
    const client = new S3Client({
      endpoint,
      credentials,
      region: 'us-east-1',
      forcePathStyle: true,
    });
    const Bucket = `${prefix}backups`;
    const listed = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: 'pantry/blobs/', MaxKeys: 1 }),
    );
    const [{ Key = '' } = {}] = listed.Contents ?? [];
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'other bytes' }));
    client.destroy();
    const damaged = await command('backup', 'verify', PLACE);
    expect([damaged.code, damaged.stdout]).toEqual([
      1,
      expect.stringContaining(`${Key.slice('pantry/'.length)} is damaged\n`),
    ]);
    const mended = await command('backup', PLACE, '--mend', ...NAMED, '--json');
    expect([mended.code, JSON.parse(mended.stdout)]).toMatchObject([0, { mended: 1, lost: [] }]);
    expect((await command('backup', 'verify', PLACE)).code).toBe(0);
    expect(rehearsal.aws.denials).toEqual([]);
  });

  test('a second restore into it is refused', async () => {
    const { code, stderr } = await command('restore', PLACE, ...NAMED);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^pantry: the table \S+ is not empty: restore into .+\n$/);
  });

  test('and everything is the same on one machine again', async () => {
    const [to, restored] = [folder(), path.join(folder(), 'data')];
    const backup = await command('backup', to, ...NAMED, '--json');
    expect(backup).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(backup.stdout)).toMatchObject({ lost: [] });
    const now = await lookAtEverything(aws, everything);
    const restore = await command(
      'restore',
      to,
      '--data',
      restored,
      '--upstream',
      'none',
      '--verify',
    );
    expect(restore).toMatchObject({ code: 0, stderr: '' });
    const again = await server({ data: restored });
    expect(await lookAtEverything(again, everything)).toEqual(now);
    expect((await anonymous(again).get('/-/npm/v1/keys')).body.keys).toHaveLength(3);
  });
});
