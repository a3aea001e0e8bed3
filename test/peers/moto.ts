import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';

import { freePort, ready } from './process.ts';
import type { S3Server } from './s3-peer.ts';

const VERSION = '5.2.0';

/** Installed once, outside the repository. */
const ENVIRONMENT = path.join(
  process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'),
  'pantry-tests',
  `moto-${VERSION}`,
);

/** Starts moto's server, which keeps everything in memory and believes every signature. */
export async function startMoto(): Promise<S3Server> {
  install();
  const port = await freePort();
  const program = path.join(ENVIRONMENT, 'bin', 'moto_server');
  const child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
  const end = (): void => void child.kill('SIGKILL');
  process.once('exit', end);
  const endpoint = `http://127.0.0.1:${port}`;
  await ready(`${endpoint}/moto-api/data.json`, child);
  return {
    name: 'moto',
    endpoint,
    accessKeyId: 'anybody',
    secretAccessKey: 'anything',
    async stop() {
      process.off('exit', end);
      end();
    },
  };
}

function install(): void {
  if (existsSync(path.join(ENVIRONMENT, 'bin', 'moto_server'))) return;
  const steps = [
    ['python3', '-m', 'venv', ENVIRONMENT],
    [path.join(ENVIRONMENT, 'bin', 'pip'), 'install', '--quiet', `moto[server]==${VERSION}`],
  ];
  for (const [program = '', ...args] of steps) {
    const { status, stderr, error } = spawnSync(program, args, {
      encoding: 'utf8',
      timeout: 300_000,
    });
    if (status !== 0) throw new Error(`moto needs Python 3 with pip: ${stderr || error?.message}`);
  }
}
