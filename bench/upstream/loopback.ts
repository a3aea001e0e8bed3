import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** What is answered to one path. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A registry on this machine that others stand before, and that knows what it was asked. */
export interface LoopbackUpstream {
  readonly url: string;
  /** Answers a path from now on. */
  answer(path: string, answer: Answer): void;
  /** How often a path was asked for. */
  asked(path: string): number;
  /** From then on its address refuses. */
  close(): Promise<void>;
}

/** Starts one that has nothing yet. */
export async function startLoopback(): Promise<LoopbackUpstream> {
  const answers = new Map<string, Answer>();
  const counts = new Map<string, number>();
  const { url, close } = await listen((request, response) => {
    // Some write a scope's slash as `%2f`, some as it is.
    const path = decodeURIComponent(request.url ?? '/');
    counts.set(path, (counts.get(path) ?? 0) + 1);
    const answer = answers.get(path);
    if (answer) answer(request, response);
    else response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
  });
  return {
    url,
    answer: (path, answer) => void answers.set(path, answer),
    asked: (path) => counts.get(path) ?? 0,
    close,
  };
}

/** Listens on a free port of the loopback interface. */
export async function listen(
  handle: Answer,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer({ keepAliveTimeout: 60_000 }, handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      if (!server.listening) return;
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
