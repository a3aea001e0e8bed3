import type { ChildProcess } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * A port of this machine that nobody listens on. It is below those that the system gives to who asks for any: none of the
 * other tests comes by it before it is used.
 */
export async function freePort(): Promise<number> {
  const port = randomInt(10_000, 32_000);
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    return freePort();
  }
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when a started server answers. */
export async function ready(url: string, child: ChildProcess, seconds = 60): Promise<void> {
  for (let attempt = 0; attempt < seconds * 10; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`);
    const answer = await fetch(url, { signal: AbortSignal.timeout(1000) }).catch(() => undefined);
    if (answer) return;
    await sleep(100);
  }
  throw new Error(`the server did not start within ${seconds} seconds`);
}
