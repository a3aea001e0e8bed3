import net from 'node:net';

import { atEnd } from '../at-end.ts';

/** A line to a server of this machine that counts what goes there, and can be held or cut. */
export interface Line {
  readonly url: string;
  /** Bytes that went to the server. */
  readonly sent: () => number;
  /** Lets nothing more through after so many bytes more; resolves when they are through. */
  readonly holdAfter: (bytes: number) => Promise<void>;
  readonly release: () => void;
  /** Cuts all connections; `takes`: whether others can be made. */
  readonly cut: (takes: boolean) => void;
  /** Leads to another server from now on. */
  readonly leadTo: (url: string) => void;
}

export async function startLine(to: string): Promise<Line> {
  const connections = new Set<net.Socket>();
  let port = Number(new URL(to).port);
  let takes = true;
  let sent = 0;
  let limit = Infinity;
  let reached: (() => void) | undefined;
  const held = (): boolean => {
    if (sent < limit) return false;
    reached?.();
    return true;
  };
  const server = net.createServer((client) => {
    if (!takes) return void client.destroy();
    const upstream = net.connect(port, '127.0.0.1');
    for (const socket of [client, upstream]) {
      connections.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        connections.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    upstream.pipe(client);
    client.on('data', (chunk: Buffer) => {
      sent += chunk.length;
      if (!upstream.write(chunk) || held()) client.pause();
    });
    upstream.on('drain', () => {
      if (!held()) client.resume();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const cut = (after: boolean): void => {
    takes = after;
    for (const socket of connections) socket.destroy();
  };
  atEnd(() => {
    cut(false);
    server.close();
  });
  const address = server.address() as net.AddressInfo;
  return {
    url: `http://localhost:${address.port}`,
    sent: () => sent,
    holdAfter: async (bytes) =>
      new Promise((resolve) => {
        limit = sent + bytes;
        reached = resolve;
      }),
    release() {
      limit = Infinity;
      for (const socket of connections) socket.resume();
    },
    cut,
    leadTo: (url) => {
      port = Number(new URL(url).port);
    },
  };
}
