import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Somebody who answers with a text, or says that it can't be had. */
export interface RootServer {
  readonly url: string;
  /** What it answers from now on; a number is a status. */
  answer(content: string | number): void;
  /** How often it was asked. */
  readonly asked: () => number;
  stop(): void;
}

export async function serveRoot(first: string | number): Promise<RootServer> {
  let content = first;
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    if (typeof content === 'number') response.writeHead(content).end();
    else response.writeHead(200, { 'content-type': 'application/json' }).end(content);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/trusted_root.json`,
    answer: (next) => {
      content = next;
    },
    asked: () => asked,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
