import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { login } from '../client/npm-protocol.ts';
import { packWithNoise } from '../documents/library.ts';
import { type Bench, emptyFolder } from '../harness/bench.ts';
import { readUsage } from '../harness/process-usage.ts';
import { track } from '../harness/processes.ts';
import { pantryWith } from '../registries/pantry.ts';
import { verdaccio } from '../registries/verdaccio.ts';
import { writePackage } from '../seed/write-storage.ts';
import type { Chapter } from './chapter.ts';
import { failed, type Measurement, type Row, type RowDefinition } from './row.ts';
import { own } from './target.ts';

const PROGRAM = fileURLToPath(new URL('../../dist/pantry.mjs', import.meta.url));
const PACKAGES = 1000;
const VERSIONS = 10;
const TARBALL = 10_000;
const LEAST = 200;

const base = {
  unit: 'versions/s',
  better: 'more',
  target: own(`${LEAST} versions/s`, ({ value }) => value >= LEAST),
} as const;
const storage = `Verdaccio's storage of ${PACKAGES.toLocaleString('en')} packages × ${VERSIONS} versions`;
const intoRegistry: RowDefinition = {
  ...base,
  id: 'import-registry',
  title: `import ${storage} into a running registry, and verify it`,
};
const resumed: RowDefinition = {
  ...base,
  id: 'import-resumed',
  title: 'the same, ended by kill -9 half way and run again: the second run',
};
const intoFolder: RowDefinition = {
  ...base,
  id: 'import-folder',
  title: `import ${storage} into a data folder, and verify it`,
};

/** Bringing a registry's packages here: of this registry alone. */
export const importing: Chapter = {
  rows: [intoRegistry, resumed, intoFolder],
  measure: async (bench, wanted, done) => {
    const source = await prepare(bench);
    if (wanted(intoRegistry.id)) done(await registryRow(bench, intoRegistry, source));
    if (wanted(resumed.id)) done(await registryRow(bench, resumed, source));
    if (!wanted(intoFolder.id)) return;
    const folder = await emptyFolder(bench, 'pantry', 'import-folder');
    const to = ['--data', folder, '--upstream', 'none'];
    done(rowOf(intoFolder, source, await run(source.folder, to, {}), {}));
  },
};

interface Storage {
  readonly folder: string;
  readonly packages: number;
}

async function prepare(bench: Bench): Promise<Storage> {
  const root = await emptyFolder(bench, 'verdaccio', 'import');
  const packages = bench.options.quick ? PACKAGES / 20 : PACKAGES;
  if (!verdaccio.storage) throw new Error('it has no storage to write to');
  await mkdir(root, { recursive: true });
  for (let index = 0; index < packages; index += 1) {
    const publications = Array.from({ length: VERSIONS }, (_, patch) =>
      packWithNoise(`@import/package-${index}`, `1.0.${patch}`, TARBALL),
    );
    await writePackage(verdaccio.storage, root, publications, 'http://localhost:4873');
  }
  return { folder: `${root}/storage`, packages };
}

interface Imported {
  readonly code: number | null;
  readonly seconds: number;
  readonly peak: number;
  readonly report: { readonly packages: readonly Counts[] } | undefined;
}

interface Counts {
  readonly imported: number;
  readonly present: number;
  readonly leftOut: readonly unknown[];
}

/** Runs the command; `until` says when it is killed. */
async function run(
  source: string,
  to: readonly string[],
  env: NodeJS.ProcessEnv,
  until?: () => Promise<boolean>,
): Promise<Imported> {
  const started = performance.now();
  const args = [PROGRAM, 'import', 'verdaccio', source, '--json', ...to];
  const child = track(
    spawn(process.execPath, args, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    }),
  );
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  const ended = once(child, 'close');
  let peak = 0;
  while (child.exitCode === null && child.signalCode === null) {
    const usage = await readUsage(child.pid ?? 0).catch(() => undefined);
    // One that is about to end has none.
    if (usage && usage.peak > peak) ({ peak } = usage);
    if (await until?.()) child.kill('SIGKILL');
    await wait(50);
  }
  const [code] = await ended;
  const seconds = (performance.now() - started) / 1000;
  return { code, seconds, peak, report: text === '' ? undefined : JSON.parse(text) };
}

async function registryRow(bench: Bench, row: RowDefinition, source: Storage): Promise<Row> {
  const folder = await emptyFolder(bench, 'pantry', row.id);
  const server = await pantryWith({}).start(folder);
  try {
    const env = { PANTRY_TOKEN: await login(server.url) };
    const to = ['--registry', server.url];
    if (row === resumed) {
      const half = `${server.url}/@import%2fpackage-${Math.floor(source.packages / 2)}`;
      const there = async (): Promise<boolean> => (await fetch(half)).status === 200;
      await run(source.folder, to, env, there);
    }
    const imported = await run(source.folder, to, env);
    const { peak } = await readUsage(server.pid);
    return rowOf(row, source, imported, { 'server peak MB': peak / 1e6 });
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function rowOf(
  row: RowDefinition,
  { packages }: Storage,
  { code, seconds, peak, report }: Imported,
  details: Measurement['details'],
): Row {
  const sum = (count: (each: Counts) => number): number =>
    report?.packages.reduce((total, each) => total + count(each), 0) ?? 0;
  const [imported, present] = [sum((each) => each.imported), sum((each) => each.present)];
  const all = packages * VERSIONS;
  if (code !== 0 || imported + present !== all) {
    const pantry = failed(`${imported} imported and ${present} there of ${all}, exit code ${code}`);
    return { ...row, measurements: { pantry } };
  }
  const value = imported / seconds;
  const peaks = { 'peak MB': peak / 1e6, ...details };
  const pantry = {
    value,
    rounds: [value],
    note: `${(peak / 1e6).toFixed(0)} MB`,
    details: { ...peaks, seconds, imported, 'there before': present },
  };
  return { ...row, measurements: { pantry } };
}
