import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

import { firstAdmin, readAudit } from '../audit-log.ts';
import { anonymous, type Client, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { folder, server } from '../target.ts';
import { type Storage, verdaccioStorage } from '../verdaccio/storage.ts';
import { COMMAND, pantry } from './run.ts';

const PACKAGES = 60;
const VERSIONS = 5;

function prepared() {
  const storage = verdaccioStorage();
  const names = Array.from({ length: PACKAGES }, () => uniqueName());
  const numbers = Array.from({ length: VERSIONS }, (_, patch) => `1.0.${patch}`);
  for (const name of names) {
    storage.publish(name, Object.fromEntries(numbers.map((number) => [number, {}])));
  }
  return { storage, names, numbers };
}

/** Starts an import and ends it with a signal as soon as something of it is there. */
async function interrupted(
  { root }: Storage,
  args: readonly string[],
  {
    env = {},
    signal,
    begun,
  }: { env?: object; signal: NodeJS.Signals; begun: () => Promise<unknown> },
) {
  const child = spawn(process.execPath, [COMMAND, 'import', 'verdaccio', root, '--json', ...args], {
    cwd: folder(),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'], HOME: folder(), ...env },
  });
  let stdout = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  const ended = once(child, 'exit');
  await begun();
  child.kill(signal);
  const [code, by] = await ended;
  return { code, by, stdout };
}

/** Every version there is, once, as one import in one piece would have left it. */
async function check(client: Client, names: readonly string[], numbers: readonly string[]) {
  for (const name of names) {
    const { body } = await client.get(`/${name}`);
    expect([name, Object.keys(body.versions ?? {})]).toEqual([name, numbers]);
    expect(body['dist-tags']).toEqual({ latest: numbers.at(-1) });
    expect(body.time[numbers[0] ?? '']).toBe('2021-02-03T04:05:06.789Z');
  }
}

/** Into a running registry, until some of it is there. */
async function begin(signal: NodeJS.Signals) {
  const registry = await server();
  const admin = await user(registry, 'admin');
  const made = prepared();
  const args = ['--registry', registry.url, '--concurrency', '1'];
  const env = { PANTRY_TOKEN: admin.token };
  const begun = async () => {
    while ((await admin.get(`/${made.names.toSorted()[3]}`)).status !== 200) await sleep(5);
  };
  const first = await interrupted(made.storage, args, { env, signal, begun });
  return { ...made, registry, admin, args, env, first };
}

async function finish({ registry, admin, ...made }: Awaited<ReturnType<typeof begin>>) {
  const { storage, names, numbers, args, env } = made;
  const command = ['import', 'verdaccio', storage.root, '--json', ...args];
  const again = await pantry(folder(), command, env);
  expect(again.code).toBe(0);
  const { packages } = JSON.parse(again.stdout);
  const sum = (key: string): number =>
    packages.reduce((total: number, each: any) => total + each[key], 0);
  expect(sum('present')).toBeGreaterThan(0);
  expect(sum('imported')).toBeGreaterThan(0);
  expect(sum('present') + sum('imported')).toBe(PACKAGES * VERSIONS);
  await check(anonymous(registry), names, numbers);
  for (const name of names) {
    const events = await readAudit(admin, `/-/v1/packages/${name}/audit`);
    const brought = events.flatMap(({ detail }) => Object.keys(detail.versions));
    expect([name, brought.toSorted()]).toEqual([name, numbers]);
  }
}

/** Until a data folder has grown by some of an import. */
async function grown(data: string): Promise<void> {
  const size = (): number =>
    readdirSync(data, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) =>
        statSync(path.join(parentPath, name), { throwIfNoEntry: false }),
      )
      .reduce((sum, found) => sum + (found?.size ?? 0), 0);
  const before = size();
  while (size() < before + 300_000) await sleep(5);
}

describe('an import that was ended', () => {
  test('by SIGKILL does the rest when it is run again, and nothing twice', async () => {
    const begun = await begin('SIGKILL');
    expect(begun.first.by).toBe('SIGKILL');
    await finish(begun);
  }, 180_000);

  test('by SIGINT finishes what is under way, says so, and does the rest when it is run again', async () => {
    const begun = await begin('SIGINT');
    expect(begun.first.code).toBe(130);
    const { packages, stopped } = JSON.parse(begun.first.stdout);
    expect(stopped).toBe(true);
    expect(packages.length).toBeLessThan(PACKAGES);
    await finish(begun);
  }, 180_000);

  test('by SIGINT in the middle of a package leaves the batches that were brought, each whole', async () => {
    const registry = await server();
    const admin = await user(registry, 'admin');
    const storage = verdaccioStorage();
    const name = uniqueName();
    const numbers = Array.from({ length: 600 }, (_, patch) => `1.0.${patch}`);
    storage.publish(name, Object.fromEntries(numbers.map((number) => [number, {}])));
    const versions = async (): Promise<number> =>
      Object.keys((await admin.get(`/-/v1/imports/${name}`)).body.versions).length;
    const begun = async () => {
      while ((await versions()) === 0) await sleep(5);
    };
    const args = ['--registry', registry.url];
    const env = { PANTRY_TOKEN: admin.token };
    await interrupted(storage, args, { env, signal: 'SIGINT', begun });
    const there = await versions();
    expect([there % 50, there < 600]).toEqual([0, true]);
    expect((await admin.get(`/${name}`)).body['dist-tags']).toEqual({ latest: '1.0.599' });
  }, 180_000);

  test('into a data folder by SIGKILL does the rest when it is run again', async () => {
    const data = folder();
    const { storage, names, numbers } = prepared();
    const args = ['--data', data, '--upstream', 'none', '--concurrency', '1'];
    await (await server({ data })).stop?.();
    await interrupted(storage, args, { signal: 'SIGKILL', begun: async () => grown(data) });
    const again = await pantry(folder(), ['import', 'verdaccio', storage.root, ...args]);
    expect([again.code, again.stderr]).toEqual([0, '']);
    expect(again.stdout).toMatch(/, [1-9]\d* here before, 0 left out\n$/);
    const registry = await server({ data });
    await check(anonymous(registry), names, numbers);
    expect((await (await firstAdmin(registry)).get('/-/v1/audit')).status).toBe(200);
  }, 180_000);
});
