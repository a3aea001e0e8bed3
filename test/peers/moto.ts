import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

import { cacheFolder } from './cache.ts';
import { freePort, ready } from './process.ts';
import type { S3Server } from './s3-peer.ts';

/** 5.2.0 answers 500 where a condition of a PUT of JSON does not hold (getmoto/moto#10018). */
const VERSION = '5.2.5';

const ENVIRONMENT = cacheFolder(`moto-${VERSION}`);

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
    checksSignatures: false,
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
