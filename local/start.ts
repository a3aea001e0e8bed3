import type { AddressInfo } from 'node:net';

import type { Settings } from './config/schema.ts';
import { createAccessLog } from './http/access-log.ts';
import { watchConnections } from './http/connections.ts';
import { type LocalRegistry, openRegistry } from './registry.ts';

/** How long requests under way may take after a signal, in milliseconds. */
const DRAIN = 30_000;

export interface RunningRegistry {
  readonly registry: LocalRegistry;
  /** Where it listens, in words a client takes. */
  readonly url: string;
  /** Takes no new requests, finishes those under way and closes everything. */
  stop(): Promise<void>;
}

/** Starts a registry. Rejects when the folder or the port is taken. */
export async function startRegistry(
  settings: Settings,
  write: (text: string) => void,
  now?: () => Date,
): Promise<RunningRegistry> {
  const automatic = process.stdout.isTTY ? 'text' : 'json';
  const log = createAccessLog(settings.log === 'auto' ? automatic : settings.log, write);
  const registry = await openRegistry(settings, log, now);
  const { server } = registry;
  const connections = watchConnections(server);
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(settings.port, settings.host, resolve);
    });
  } catch (error) {
    await registry.close();
    throw error;
  }
  return {
    registry,
    url: settings.publicUrl ?? urlOf(server.address(), settings.host),
    async stop() {
      const closed = new Promise((resolve) => {
        server.close(resolve);
      });
      const timer = setTimeout(() => server.closeAllConnections(), DRAIN);
      connections.closeUnused();
      await closed;
      clearTimeout(timer);
      await registry.close();
      log.flush();
    },
  };
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  const port = typeof address === 'object' && address ? address.port : 0;
  const everywhere = host === '0.0.0.0' || host === '::' || host === '127.0.0.1' || host === '::1';
  const name = everywhere ? 'localhost' : host;
  return `http://${name.includes(':') ? `[${name}]` : name}:${port}`;
}
