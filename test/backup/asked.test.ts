import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import { pantry } from '../cli/run.ts';
import { user } from '../client.ts';
import { folder, server } from '../target.ts';
import { restoreInto } from './in-process.ts';
import { backupIn } from './spoil.ts';

const PASSPHRASE = { PANTRY_BACKUP_PASSPHRASE: 'a phrase that nobody guesses' };

let good: string;
let data: string;

beforeAll(async () => {
  [good, data] = [folder(), folder()];
  const registry = await server({ data });
  const alice = await user(registry, 'alice');
  await alice.publish({ name: 'kept', version: '1.0.0' });
  await registry.stop?.();
  await pantry(folder(), ['backup', good, '--data', data], PASSPHRASE);
});

const restore = async (place: string, ...more: readonly string[]) => {
  const into = path.join(folder(), 'data');
  const args = ['restore', place, '--data', into, '--upstream', 'none', ...more];
  return { into, ...(await pantry(folder(), args, PASSPHRASE)) };
};

const fail = async () => Promise.reject(new Error('power failure'));

describe('keys that are left out', () => {
  test('by whoever backs up: the registry signs with a new key, and the old one is still published', async () => {
    const place = folder();
    const backup = await pantry(folder(), ['backup', place, '--data', data]);
    expect(backup.stdout).toContain('its keys are left out');
    expect(readdirSync(backupIn(place))).not.toContain('keys.json');
    const { into, code, stdout } = await restore(place);
    expect(code).toBe(0);
    expect(stdout).toContain('versions are signed by a new key');
    const registry = await server({ data: into });
    const { keys } = (await (await registry.fetch('/-/npm/v1/keys')).json()) as any;
    expect(keys.map(({ expires }: any) => expires)).toEqual([null, expect.any(String)]);
    const { dist } = (await (await registry.fetch('/kept/1.0.0')).json()) as any;
    expect(dist.signatures[0].keyid).toBe(keys[1].keyid);
  });

  test('by whoever restores', async () => {
    const { code, stdout } = await restore(good, '--without-keys');
    expect([code, stdout]).toEqual([
      0,
      expect.stringContaining('the key of second factors is another one'),
    ]);
  });

  test('by whoever began a restore, are not put over the new ones by whoever goes on', async () => {
    const into = path.join(folder(), 'data');
    await expect(restoreInto(into, good, () => ({ finish: fail }))).rejects.toThrow(
      'power failure',
    );
    const keys = path.join(into, 'keys');
    const made = () => readdirSync(keys).map((name) => readFileSync(path.join(keys, name), 'utf8'));
    const before = made();
    const args = ['restore', good, '--data', into, '--upstream', 'none', '--continue'];
    const withKeys = await pantry(folder(), args, PASSPHRASE);
    expect([withKeys.code, withKeys.stdout]).toEqual([1, '']);
    expect(withKeys.stderr).toMatch(
      /^pantry: the restore into .+ was begun without the keys .+: go on with --continue --without-keys, or .+\n$/,
    );
    expect(made()).toEqual(before);
    expect((await pantry(folder(), [...args, '--without-keys'])).code).toBe(0);
  });
});

describe('a command that is refused', () => {
  const nowhere = path.join(folder(), 'nothing');
  test.each([
    [['backup'], 2, /say where to: a folder or s3/],
    [['backup', 'a', 'b'], 2, /name one place/],
    [['backup', 'verify'], 2, /name one place/],
    [['backup', 'x', '--backup', 'y'], 2, /--backup goes with/],
    [['backup', 'x', '--table', 't'], 2, /is named by --table and --blobs/],
    [['backup', 'x', '--name', 't'], 2, /--name goes with/],
    [['backup', 's3://', '--data', '.'], 1, /there is no registry: .+table.db is missing/],
    [['backup', 'x', '--data', nowhere], 1, /there is no registry/],
    [['restore'], 2, /say where from: a folder or s3/],
    [['restore', nowhere], 1, /there is no folder/],
    [['restore', 's3:/bucket'], 1, /is no place in S3/],
    [['restore', nowhere, '--passphrase-file', nowhere], 1, /the passphrase can't be read/],
  ] as const)('pantry %j', async (args, code, sentence) => {
    const outcome = await pantry(folder(), args);
    expect([outcome.code, outcome.stdout]).toEqual([code, '']);
    expect(outcome.stderr).toMatch(sentence);
  });

  test('a backup into the data folder of a registry, and a restore over one', async () => {
    const into = await pantry(folder(), ['backup', data, '--data', data]);
    expect(into.stderr).toMatch(/is the data folder of a registry: back up to another folder\n$/);
    const over = await pantry(folder(), ['restore', good, '--data', data], PASSPHRASE);
    expect(over.stderr).toMatch(/is not empty: restore into a new folder\n$/);
    const goesOn = await restore(good, '--continue');
    expect(goesOn.stderr).toMatch(/no restore into .+ was interrupted: leave --continue out\n$/);
    const other = await restore(good, '--backup', '20200101T000000Z-00000000');
    expect(other.stderr).toMatch(
      /there is no complete backup 20200101T000000Z-00000000 in .+: there are \d+/,
    );
  });
});

test('a restore of what is no backup leaves no data folder behind', async () => {
  const empty = folder();
  mkdirSync(empty, { recursive: true });
  const { into, code, stdout, stderr } = await restore(empty);
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^pantry: .*backup/);
  expect(existsSync(into)).toBe(false);
});
