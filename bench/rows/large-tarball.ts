import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';

import { packagePath } from '../client/npm-protocol.ts';
import { request } from '../client/request.ts';
import { SCOPE } from '../documents/library.ts';
import { noise } from '../documents/noise.ts';
import { type Bench, type Contestant, emptyFolder, whileCompeting } from '../harness/bench.ts';
import { readUsage } from '../harness/process-usage.ts';
import { track } from '../harness/processes.ts';
import type { Registry } from '../registries/registry.ts';
import type { Chapter } from './chapter.ts';
import { failed, type Measurement, type Measurements, type RowDefinition } from './row.ts';

const SIZE = 100_000_000;
const QUICK_SIZE = 10_000_000;
/** `npm error 413 Payload Too Large - PUT http://…`, without the address. */
const COMPLAINT = /^npm error (?!code)(.*?)(?: - PUT .*)?$/m;

const NAME = `${SCOPE}/huge`;

const row: RowDefinition = {
  id: 'publish-huge',
  title: 'peak memory while `npm publish` brings a tarball of 100 MB',
  unit: '× tarball',
  better: 'less',
};

/** What a large publish takes of a fresh registry's memory. */
export const largeTarball: Chapter = {
  rows: [row],
  measure: async (bench, wanted, done) => {
    if (!wanted(row.id)) return;
    const size = bench.options.quick ? QUICK_SIZE : SIZE;
    const packed = `${bench.folder}/huge`;
    await mkdir(packed, { recursive: true });
    await writeFile(
      `${packed}/package.json`,
      JSON.stringify({ name: NAME, version: '1.0.0', license: 'MIT', files: ['noise.bin'] }),
    );
    await writeFile(`${packed}/noise.bin`, noise('a huge package', size));
    const measurements: Measurements = {};
    for (const registry of bench.registries) {
      measurements[registry.name] = await publishTo(bench, registry, packed, size);
    }
    await rm(packed, { recursive: true });
    done({ ...row, measurements });
  },
};

async function publishTo(
  bench: Bench,
  registry: Registry,
  packed: string,
  size: number,
): Promise<Measurement> {
  const folder = await emptyFolder(bench, registry.name, 'huge');
  const measurement = await whileCompeting(
    [registry],
    () => folder,
    async ([contestant]) => {
      if (!contestant) throw new Error(`${registry.title} is not running`);
      const { pid } = contestant.server;
      const before = await readUsage(pid);
      const started = performance.now();
      const complaint = await npmPublish(contestant, packed, `${folder}/npm`);
      const seconds = (performance.now() - started) / 1000;
      const { peak } = await readUsage(pid);
      if (complaint) return failed(`refused: ${complaint}`);
      const details = {
        'peak MB': peak / 1e6,
        'before MB': before.resident / 1e6,
        'npm publish s': seconds,
      };
      const broken = await damage(contestant.server.url);
      return { value: peak / size, rounds: [peak / size], ...broken, details };
    },
  );
  await rm(folder, { recursive: true, force: true });
  return measurement;
}

/** Runs npm with nothing of this user's configuration; says what it complained of, or nothing. */
async function npmPublish(
  { server, token }: Contestant,
  packed: string,
  home: string,
): Promise<string> {
  await mkdir(home, { recursive: true });
  const host = server.url.slice('http:'.length);
  await writeFile(`${home}/npmrc`, `registry=${server.url}/\n${host}/:_authToken=${token}\n`);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = track(
    spawn('npm', ['publish', '--loglevel', 'error'], {
      cwd: packed,
      env: {
        PATH: process.env['PATH'],
        HOME: home,
        npm_config_userconfig: `${home}/npmrc`,
        npm_config_cache: `${home}/cache`,
        npm_config_update_notifier: 'false',
        npm_config_fetch_retries: '0',
      },
      stdio: ['ignore', 'ignore', 'pipe'],
    }),
  );
  const said: Buffer[] = [];
  child.stderr?.on('data', (part: Buffer) => said.push(part));
  child.once('error', reject);
  child.once('close', (code) => {
    const text = Buffer.concat(said).toString();
    resolve(code === 0 ? '' : (COMPLAINT.exec(text)?.[1] ?? `npm ended with ${code}`));
  });
  return promise;
}

/** Whether the tarball comes back as its document says. */
async function damage(url: string): Promise<{ readonly failure?: string }> {
  const { body } = await request(`${url}${packagePath(NAME)}`);
  const { versions } = JSON.parse(body.toString()) as {
    readonly versions: Record<string, { readonly dist: { readonly shasum: string } }>;
  };
  const tarball = await request(`${url}/${NAME}/-/huge-1.0.0.tgz`);
  const shasum = createHash('sha1').update(tarball.body).digest('hex');
  return shasum === versions['1.0.0']?.dist.shasum
    ? {}
    : { failure: 'the tarball came back changed' };
}
