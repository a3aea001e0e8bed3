import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { login } from './client/npm-protocol.ts';
import { packWithNoise } from './documents/library.ts';
import type { Publication } from './documents/publication.ts';
import { childrenSeconds, readUsage } from './harness/process-usage.ts';
import { cleanUpAtExit, removeAtExit, track } from './harness/processes.ts';
import { median } from './harness/statistics.ts';
import { pantry } from './registries/pantry.ts';
import { publishAll } from './seed/publish-all.ts';

const PACKAGES = 1000;
const VERSIONS = 10;
const ROUNDS = 3;
/** Of a hundred tarballs, so many of so many bytes. */
const SIZES = [
  [60, 10_000],
  [30, 30_000],
  [9, 200_000],
  [1, 2_000_000],
] as const;

const PROGRAM = resolve('dist/pantry.mjs');

function sizeOf(serial: number): number {
  let left = serial % 100;
  for (const [share, size] of SIZES) {
    if (left < share) return size;
    left -= share;
  }
  return 0;
}

function* publications(): Generator<Publication> {
  for (let version = 0; version < VERSIONS; version += 1) {
    for (let index = 0; index < PACKAGES; index += 1) {
      const name = `@bench/backed-up-${index}`;
      yield packWithNoise(name, `1.${version}.0`, sizeOf(version * PACKAGES + index * 7));
    }
  }
}

/** Publishes everything unless an earlier run did. */
async function seed(folder: string): Promise<void> {
  if (existsSync(join(folder, 'data', 'table.db'))) return;
  const server = await pantry.start(folder, undefined);
  const token = await login(server.url);
  await publishAll({ url: server.url, token }, publications(), 8);
  await server.stop();
}

interface Run {
  readonly seconds: number;
  /** Of the processor. */
  readonly busy: number;
  /** Bytes. */
  readonly peak: number;
}

async function run(command: string, args: readonly string[]): Promise<Run> {
  const [started, before] = [performance.now(), childrenSeconds()];
  const child = track(spawn(command, [...args], { stdio: ['ignore', 'ignore', 'inherit'] }));
  const exited = once(child, 'exit');
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    const usage = await readUsage(child.pid ?? 0).catch(() => undefined);
    peak = Math.max(peak, usage?.peak || 0);
    await Promise.race([wait(20), exited]);
  }
  const seconds = (performance.now() - started) / 1000;
  if (child.exitCode !== 0)
    throw new Error(`${command} ${args.join(' ')} ended with ${child.exitCode}`);
  return { seconds, busy: childrenSeconds() - before, peak };
}

const bytesIn = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);

/** What a backup holds: the files that cp is given too. */
const KEPT = ['blobs', 'keys', 'table.db'];

/**
 * Each round has a folder of its own: ext4 passes over what was removed within the last minutes when it looks for room
 * for new files, which then takes longer than all else.
 */
async function measure(folder: string): Promise<void> {
  const data = join(folder, 'data');
  const begun = join(folder, `rounds-${Date.now()}`);
  mkdirSync(begun);
  removeAtExit(begun);
  const kept = KEPT.map((name) => join(data, name));
  const bytes = KEPT.slice(0, 2).reduce(
    (sum, name) => sum + bytesIn(join(data, name)),
    statSync(join(data, 'table.db')).size,
  );
  let [copy, place, restored] = ['', '', ''];
  const into = (): readonly string[] => ['--data', restored, '--upstream', 'none'];
  const works: Readonly<Record<string, () => Promise<Run>>> = {
    'cp -a, then sync': async () =>
      run('sh', ['-c', `mkdir ${copy}; cp -a ${kept.join(' ')} ${copy}; sync -f ${copy}`]),
    'pantry backup': async () => run(process.execPath, [PROGRAM, 'backup', place, '--data', data]),
    'the same again': async () => run(process.execPath, [PROGRAM, 'backup', place, '--data', data]),
    'pantry backup verify': async () => run(process.execPath, [PROGRAM, 'backup', 'verify', place]),
    'pantry restore': async () => run(process.execPath, [PROGRAM, 'restore', place, ...into()]),
    'pantry rebuild': async () => run(process.execPath, [PROGRAM, 'rebuild', ...into()]),
  };
  const runs = new Map<string, Run[]>(Object.keys(works).map((name) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1) {
    copy = join(begun, `copy-${round}`);
    place = join(begun, `place-${round}`);
    restored = join(begun, `restored-${round}`);
    await run('sync', []);
    for (const [name, work] of Object.entries(works)) runs.get(name)?.push(await work());
  }
  console.log(
    `${(bytes / 1e6).toFixed(0)} MB in ${PACKAGES} packages, ${PACKAGES * VERSIONS} versions`,
  );
  const reference = median((runs.get('cp -a, then sync') ?? []).map(({ seconds }) => seconds));
  for (const [name, all] of runs) {
    const seconds = median(all.map((each) => each.seconds));
    const cells = [
      `${seconds.toFixed(2)} s`,
      `${(bytes / 1e6 / seconds).toFixed(0)} MB/s`,
      `${(seconds / reference).toFixed(2)} × cp`,
      `${median(all.map(({ busy }) => busy)).toFixed(2)} s of CPU`,
      `${(Math.max(...all.map(({ peak }) => peak)) / 1e6).toFixed(0)} MB peak`,
    ];
    console.log(`${name.padEnd(24)}${cells.map((cell) => cell.padStart(14)).join('')}`);
  }
}

cleanUpAtExit();
const [, , given] = process.argv;
const folder = given ?? mkdtempSync(join(tmpdir(), 'pantry-backup-'));
if (given === undefined) removeAtExit(folder);
await seed(folder);
await measure(folder);
