import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as next } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';

import { writeFolderPlace } from '../../local/backup/folder-place.ts';
import { COMMAND, pantry } from '../cli/run.ts';
import { anonymous, type Client, user } from '../client.ts';
import { pack } from '../packages.ts';
import { folder, server } from '../target.ts';
import { restoreInto } from './in-process.ts';
import { itemsIn } from './items.ts';
import { blobsIn } from './spoil.ts';

/** So many that a command is in the middle of them when it is killed. */
const PACKAGES = 400;

let data: string;

beforeAll(async () => {
  data = folder();
  const registry = await server({ data });
  const alice = await user(registry, 'alice');
  let made = 0;
  const publish = async (): Promise<void> => {
    while (made < PACKAGES) {
      const manifest = { name: `kept-${made}`, version: '1.0.0' };
      made += 1;
      await alice.publish(manifest, { tarball: pack(manifest, { 'n.txt': 'n'.repeat(made) }) });
    }
  };
  await Promise.all(Array.from({ length: 8 }, publish));
  await registry.stop?.();
}, 120_000);

function begin(args: readonly string[]): ChildProcess {
  const env = { PATH: process.env['PATH'] };
  return spawn(process.execPath, [COMMAND, ...args], { stdio: 'ignore', env });
}

/** Kills a command as soon as it has written the first of many files. */
async function killWhen(args: readonly string[], begun: () => boolean): Promise<void> {
  const child = begin(args);
  const exited = once(child, 'exit');
  while (!begun() && child.exitCode === null) await next();
  child.kill('SIGKILL');
  expect(await exited).toEqual([null, 'SIGKILL']);
}

const shardsIn = (blobs: string): number =>
  existsSync(blobs) ? readdirSync(blobs).filter((name) => name.length === 2).length : 0;

describe('kill -9', () => {
  test('of a backup: it is none, and the next one goes on where it ended', async () => {
    const place = folder();
    const args = ['backup', place, '--data', data];
    await killWhen(args, () => shardsIn(path.join(place, 'blobs')) > 3);
    const half = await pantry(folder(), ['backup', 'verify', place]);
    expect(half.stderr).toMatch(
      /^pantry: there is no complete backup in .+: a backup that was interrupted is none, run it again\n$/,
    );
    const there = blobsIn(place).length;
    const again = await pantry(folder(), [...args, '--json']);
    const { blobs, copied } = JSON.parse(again.stdout);
    expect([blobs, copied]).toEqual([PACKAGES, PACKAGES - there]);
    expect(there).toBeGreaterThan(0);
    const third = await pantry(folder(), [...args, '--json']);
    expect(JSON.parse(third.stdout)).toMatchObject({ blobs: PACKAGES, copied: 0, copiedBytes: 0 });
    const verified = await pantry(folder(), ['backup', 'verify', place]);
    expect([verified.code, verified.stdout]).toEqual([
      0,
      expect.stringContaining(`${PACKAGES} files`),
    ]);
  });

  test('of a restore: nothing starts on what is there, and --continue ends it', async () => {
    const [place, into] = [folder(), path.join(folder(), 'data')];
    expect((await pantry(folder(), ['backup', place, '--data', data])).code).toBe(0);
    const args = ['restore', place, '--data', into, '--upstream', 'none'];
    await killWhen(args, () => existsSync(path.join(into, 'table.db-wal')));
    const sentence =
      /^pantry: a restore into .+ was interrupted: run it again with --continue, or .+\n$/;
    for (const other of [
      ['start', '--data', into, '--port', '0'],
      ['backup', folder(), '--data', into],
      args,
    ]) {
      const { code, stderr } = await pantry(folder(), other);
      expect([other[0], code, stderr]).toEqual([other[0], 1, expect.stringMatching(sentence)]);
    }
    expect((await pantry(folder(), ['backup', place, '--data', data])).code).toBe(0);
    const another = await pantry(folder(), [...args, '--continue']);
    expect(another.stderr).toMatch(
      /another backup was being restored into .+: continue with --backup \S+\n$/,
    );
    const [, id = ''] = /--backup (\S+)\n/.exec(another.stderr) ?? [];
    const done = await pantry(folder(), [...args, '--continue', '--verify', '--backup', id]);
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(itemsIn(into)).toEqual(itemsIn(data));
    const registry = await server({ data: into });
    expect((await anonymous(registry).get('/kept-399/-/kept-399-1.0.0.tgz')).status).toBe(200);
  }, 120_000);
});

const save = async () => Promise.reject(new Error('power failure'));

describe('items of a restore', () => {
  let place: string;
  beforeAll(async () => {
    place = folder();
    await pantry(folder(), ['backup', place, '--data', data]);
  });

  test('that can’t be written end the blobs beside them, and --continue ends it', async () => {
    const into = path.join(folder(), 'data');
    let told = 0;
    const watch = { items: () => undefined, blobs: () => void (told += 1) };
    await expect(restoreInto(into, place, () => ({ save }), { watch })).rejects.toThrow(
      'power failure',
    );
    expect(told).toBeLessThan(PACKAGES);
    const args = ['restore', place, '--data', into, '--upstream', 'none', '--verify'];
    const done = await pantry(folder(), [...args, '--continue']);
    expect([done.code, done.stderr]).toEqual([0, '']);
    expect(itemsIn(into)).toEqual(itemsIn(data));
    expect(blobsIn(into)).toHaveLength(PACKAGES);
  }, 120_000);

  test('come after all blobs where somebody may read meanwhile', async () => {
    const into = path.join(folder(), 'data');
    const there: number[] = [];
    await restoreInto(into, place, (target) => ({
      unseen: false,
      async save(items) {
        there.push(blobsIn(into).length);
        await target.save(items);
      },
    }));
    expect(new Set(there)).toEqual(new Set([PACKAGES]));
  });
});

/** Publishes versions to few packages, which change all the time, until it is told to end. */
async function publishOn(client: Client, first: number, ended: () => boolean): Promise<number> {
  let count = 0;
  while (!ended()) {
    const manifest = { name: `busy-${(first + count) % 5}`, version: `${first}.0.${count}` };
    const tarball = pack(manifest, { 'n.txt': `${first} ${count}` });
    const { status } = await client.publish(manifest, { tarball });
    expect(status).toBe(201);
    count += 1;
  }
  return count;
}

describe('a backup beside a registry that people publish to', () => {
  test('has every package whole', async () => {
    const own = folder();
    const registry = await server({ data: own });
    const alice = await user(registry, 'alice');
    let ended = false;
    const publishing = Array.from({ length: 6 }, async (_, first) =>
      publishOn(alice, first, () => ended),
    );
    const places = [folder(), folder()];
    for (const place of places) {
      expect(await pantry(folder(), ['backup', place, '--data', own])).toMatchObject({
        code: 0,
        stderr: '',
      });
    }
    ended = true;
    const counts = await Promise.all(publishing);
    const published = counts.reduce((sum, count) => sum + count, 0);
    let before = 0;
    for (const place of places) {
      const into = path.join(folder(), 'data');
      const args = ['restore', place, '--data', into, '--upstream', 'none', '--verify'];
      expect(await pantry(folder(), args)).toMatchObject({ code: 0, stderr: '' });
      const restored = anonymous(await server({ data: into }));
      let versions = 0;
      for (let at = 0; at < 5; at += 1) {
        const { body } = await restored.get(`/busy-${at}`);
        const all = Object.keys(body.versions);
        // Every version raises the revision by one: none of it is of another time.
        expect(body._rev).toMatch(new RegExp(`^${all.length}-`));
        versions += all.length;
        for (const version of all) {
          expect((await restored.get(`/busy-${at}/-/busy-${at}-${version}.tgz`)).status).toBe(200);
        }
      }
      expect(versions).toBeGreaterThan(before);
      expect(versions).toBeLessThanOrEqual(published);
      before = versions;
    }
  }, 120_000);

  test('is the only one to its place', async () => {
    const place = folder();
    const first = writeFolderPlace(place);
    const args = ['backup', place, '--data', data];
    const second = await pantry(folder(), args);
    expect(second.code).toBe(1);
    expect(second.stderr).toMatch(/^pantry: another backup to .+ is running: wait for it\n$/);
    first.close();
    expect((await pantry(folder(), args)).code).toBe(0);
  });
});
