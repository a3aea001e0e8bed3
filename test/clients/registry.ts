import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, vi } from 'vitest';

import { type Client, user } from '../client.ts';
import { startProcess } from '../server-process.ts';
import type { Target } from '../target.ts';
import { folder } from './folder.ts';
import { createOutside } from './outside.ts';

/** The built registry, running as a process of its own as users run it. */
export interface Registry extends Target {
  /** `localhost:PORT` */
  readonly host: string;
  /** Its first user, who is admin: nobody else in a test is, by accident. */
  readonly admin: Client;
  /** The proxy for every other host: there is nothing behind it. */
  readonly outside: string;
  /** `METHOD /path STATUS` of every request that was answered, oldest first. */
  requests(): Promise<readonly string[]>;
}

/** How long what is not promised at once may take, in milliseconds. */
export const SOON = { timeout: 30_000, interval: 200 };

/** Starts a registry on a free port with an empty data folder; it ends with the test file. */
export async function startRegistry(args: readonly string[] = []): Promise<Registry> {
  // Clients are slow to start, and slower where everything else runs too.
  vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });
  const server = await startProcess(folder(), ['--log', 'json', ...args]);
  afterAll(async () => server.stop());
  const { url } = server;
  const ask: Target['fetch'] = async (where, init) => fetch(url + where, init);
  const target: Target = { name: 'built server', url, origin: url, fetch: ask };
  return {
    ...target,
    host: new URL(url).host,
    admin: await user(target, 'admin'),
    outside: await createOutside(),
    async requests() {
      // Entries are written in order but a little later: once this one is there, all before it are.
      const marker = `/-/marker-${randomUUID()}`;
      await (await ask(marker)).arrayBuffer();
      while (!server.output().includes(marker)) await sleep(20);
      return toRequests(server.output());
    },
  };
}

const toRequests = (output: string): readonly string[] =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{') && !line.includes('/-/marker-'))
    .map((line) => JSON.parse(line) as Record<string, string>)
    .map(({ method, path, status }) => `${method} ${path} ${status}`);
