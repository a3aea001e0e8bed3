import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { foreignShare, readMachineUsage } from './machine-usage.ts';
import { readUsage } from './process-usage.ts';
import { type Server, track } from './processes.ts';

/** What is asked of a server, as often as it answers. */
export interface Load {
  readonly path: string;
  /** A file with further paths, one a line, asked for in turn instead of `path`. */
  readonly pathsFile?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connections: number;
  readonly seconds: number;
}

/** What came of it. */
export interface LoadResult {
  readonly requests: number;
  readonly perSecond: number;
  readonly bytes: number;
  readonly bytesPerSecond: number;
  readonly p50Milliseconds: number;
  readonly p99Milliseconds: number;
  /** Processor time of the server. */
  readonly cpuMilliseconds: number;
  /** The share of the machine that others took meanwhile. */
  readonly foreign: number;
  /** Answers of 400 and above, and connections that broke. */
  readonly errors: number;
}

const program = 'wrk';
const SETTLING_STEP = 200;
const SETTLING_LIMIT = 60_000;

const script = fileURLToPath(new URL('report-load.lua', import.meta.url));

/** Loads a server with wrk: one thread, the given connections. */
export async function load(server: Server, work: Load): Promise<LoadResult> {
  const machineBefore = await readMachineUsage();
  const before = await readUsage(server.pid);
  const output = await runWrk([
    '--threads=1',
    `--connections=${work.connections}`,
    `--duration=${work.seconds}s`,
    '--timeout=120s',
    '--latency',
    `--script=${script}`,
    ...Object.entries(work.headers).flatMap(([name, value]) => ['--header', `${name}: ${value}`]),
    `${server.url}${work.path}`,
    ...(work.pathsFile ? ['--', work.pathsFile] : []),
  ]);
  const after = await readUsage(server.pid);
  const machineAfter = await readMachineUsage();
  const cpuMilliseconds = after.cpuMilliseconds - before.cpuMilliseconds;
  await settle(server);
  const line = /^RESULT (.*)$/m.exec(output)?.[1];
  if (!line) throw new Error(`wrk said nothing of use: ${output}`);
  const result = JSON.parse(line) as Record<
    'requests' | 'microseconds' | 'bytes' | 'refused' | 'broken' | 'p50' | 'p99',
    number
  >;
  const seconds = result.microseconds / 1e6;
  return {
    requests: result.requests,
    perSecond: result.requests / seconds,
    bytes: result.bytes,
    bytesPerSecond: result.bytes / seconds,
    p50Milliseconds: result.p50 / 1000,
    p99Milliseconds: result.p99 / 1000,
    cpuMilliseconds,
    foreign: foreignShare(machineBefore, machineAfter, cpuMilliseconds),
    errors: result.refused + result.broken,
  };
}

/**
 * Waits until a server has nothing left to do: wrk hangs up at the end, and what it had asked for by
 * then would else be worked off while somebody else is measured.
 */
async function settle(server: Server): Promise<void> {
  const limit = performance.now() + SETTLING_LIMIT;
  for (let busy = true; busy && performance.now() < limit;) {
    const before = await readUsage(server.pid);
    await wait(SETTLING_STEP);
    const after = await readUsage(server.pid);
    busy = after.cpuMilliseconds - before.cpuMilliseconds > SETTLING_STEP / 10;
  }
}

/** Says how to get wrk when it is missing. */
export async function requireWrk(): Promise<void> {
  // wrk prints its version and ends with 1.
  await runWrk(['--version']).catch((error: unknown) => {
    throw new Error(
      'wrk, which makes the load, is not installed: `apt-get install wrk` on Debian and Ubuntu, or the package `wrk` of your system',
      { cause: error },
    );
  });
}

async function runWrk(args: readonly string[]): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const child = track(spawn(program, args, { stdio: ['ignore', 'pipe', 'inherit'] }));
  const parts: Buffer[] = [];
  child.stdout?.on('data', (part: Buffer) => parts.push(part));
  child.once('error', reject);
  child.once('close', () => resolve(Buffer.concat(parts).toString()));
  return promise;
}
