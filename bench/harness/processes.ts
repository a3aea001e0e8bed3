import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { request } from '../client/request.ts';

/** A running registry. */
export interface Server {
  readonly url: string;
  readonly pid: number;
  /** Milliseconds from the start of the process to its first answer to a ping. */
  readonly startMilliseconds: number;
  stop(): Promise<void>;
}

/** How to start one. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly folder: string;
  readonly url: string;
}

const START_LIMIT = 60_000;
const STOP_LIMIT = 15_000;

const running = new Set<ChildProcess>();
const temporary = new Set<string>();

/** Nothing that was started outlives this process, and no temporary folder stays. */
export function cleanUpAtExit(): void {
  process.once('exit', () => {
    for (const child of running) child.kill('SIGKILL');
    for (const folder of temporary) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  process.once('SIGINT', () => process.exit(130));
  process.once('SIGTERM', () => process.exit(143));
}

/** Marks a folder to be removed at the end. */
export function removeAtExit(folder: string): void {
  temporary.add(folder);
}

/** Keeps a child in the list of those that are killed with this process. */
export function track(child: ChildProcess): ChildProcess {
  running.add(child);
  child.once('exit', () => running.delete(child));
  child.once('error', () => running.delete(child));
  return child;
}

/** A port of the loopback interface that nobody listens on now. */
export async function freePort(): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = createServer();
  server.once('error', reject);
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    server.close(() => resolve(port));
  });
  return promise;
}

/** Starts a registry and waits until it answers a ping. */
export async function launch({ command, args, env, folder, url }: Launch): Promise<Server> {
  const log = `${folder}/server.log`;
  const output = openSync(log, 'a');
  const started = performance.now();
  const child = track(
    spawn(command, args, {
      cwd: folder,
      env: env ?? process.env,
      stdio: ['ignore', output, output],
    }),
  );
  closeSync(output);
  const failed = new Promise<never>((_resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => reject(new Error(`ended with ${code ?? signal}`)));
  });
  try {
    await Promise.race([answersPing(url), failed]);
  } catch (cause) {
    child.kill('SIGKILL');
    throw new Error(`${command} ${args.join(' ')} did not start: ${await tail(log)}`, { cause });
  }
  failed.catch(() => undefined);
  const startMilliseconds = performance.now() - started;
  return { url, pid: child.pid ?? 0, startMilliseconds, stop: () => stop(child) };
}

async function answersPing(url: string): Promise<void> {
  const limit = performance.now() + START_LIMIT;
  while (performance.now() < limit) {
    const status = await request(`${url}/-/ping`, { agent: false }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return;
    await wait(1);
  }
  throw new Error(`no answer to a ping within ${START_LIMIT / 1000} seconds`);
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const late = AbortSignal.timeout(STOP_LIMIT);
  late.addEventListener('abort', () => child.kill('SIGKILL'));
  await ended;
}

async function tail(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).split('\n').slice(-15).join('\n');
}
