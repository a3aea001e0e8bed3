import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { cacheFolder } from './cache.ts';
import { freePort, ready } from './process.ts';

/** A real S3 server on this machine. */
export interface S3Server {
  readonly name: string;
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Whether it refuses a request that is not the one that was signed. */
  readonly checksSignatures: boolean;
  stop(): Promise<void>;
}

const VERSION = 'v1.8.0';
const MODULE = `github.com/versity/versitygw/cmd/versitygw@${VERSION}`;

const BINARIES = cacheFolder(`versitygw-${VERSION}`);

/** Starts Versity's S3 gateway over a temporary folder. The first time it is built, which takes a minute or two. */
export async function startS3Peer(): Promise<S3Server> {
  const file = build();
  const folder = mkdtempSync(path.join(tmpdir(), 'pantry-s3-'));
  for (const name of ['objects', 'versions']) mkdirSync(path.join(folder, name));
  const port = await freePort();
  const credentials = { accessKeyId: 'keeper', secretAccessKey: 'secret of the keeper' };
  const child = spawn(
    file,
    [
      `--port=127.0.0.1:${port}`,
      '--health=/health',
      '--quiet',
      `--access=${credentials.accessKeyId}`,
      `--secret=${credentials.secretAccessKey}`,
      'posix',
      `--versioning-dir=${path.join(folder, 'versions')}`,
      path.join(folder, 'objects'),
    ],
    { stdio: 'ignore' },
  );
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const endpoint = `http://127.0.0.1:${port}`;
  await ready(`${endpoint}/health`, child);
  return {
    name: 'versitygw',
    endpoint,
    ...credentials,
    checksSignatures: true,
    async stop() {
      process.off('exit', end);
      const exited = new Promise((resolve) => {
        child.once('exit', resolve);
      });
      child.kill();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function build(): string {
  const file = path.join(BINARIES, 'versitygw');
  if (existsSync(file)) return file;
  const go = ['go', '/usr/local/go/bin/go'].find(
    (each) => spawnSync(each, ['version']).status === 0,
  );
  if (go === undefined) {
    throw new Error(
      'the S3 server of these tests is built with Go: install it from https://go.dev',
    );
  }
  const { status, stderr } = spawnSync(go, ['install', MODULE], {
    env: { ...process.env, GOBIN: BINARIES },
    encoding: 'utf8',
    timeout: 600_000,
  });
  if (status !== 0) throw new Error(`versitygw could not be built:\n${stderr}`);
  return file;
}
