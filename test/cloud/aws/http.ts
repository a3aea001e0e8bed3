import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that was read to its end. */
export interface Asked {
  readonly method: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
  /** Where it comes from, on a socket: clients on this machine may choose one of 127.0.0.0/8. */
  readonly address?: string | undefined;
}

export interface Answered {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly cookies?: readonly string[];
  readonly body?: Uint8Array | string;
  /** The connection is cut, or left hanging, in place of an answer. */
  readonly instead?: 'cut' | 'silence';
}

export interface LocalServer {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** A server on a free port of this machine. */
export async function listen(answer: (asked: Asked) => Promise<Answered>): Promise<LocalServer> {
  // Who says nothing for a while, and then something just when its connection is given up, would be told of a reset.
  const server = http.createServer({ keepAliveTimeout: 600_000 }, (message, response) => {
    void respond(message, response, answer);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

async function respond(
  message: http.IncomingMessage,
  response: http.ServerResponse,
  answer: (asked: Asked) => Promise<Answered>,
): Promise<void> {
  try {
    const { status, headers, cookies = [], body = '', instead } = await answer(await read(message));
    if (instead === 'silence') return;
    if (instead === 'cut') return void message.socket.destroy();
    const besides = cookies.length > 0 ? { 'set-cookie': [...cookies] } : {};
    response.writeHead(status, { ...headers, ...lengthOf(message, headers, body), ...besides });
    response.end(message.method === 'HEAD' ? undefined : body);
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
  }
}

const lengthOf = (
  { method }: http.IncomingMessage,
  headers: Readonly<Record<string, string>> = {},
  body: Uint8Array | string = '',
): Record<string, string> =>
  method === 'HEAD' || 'content-length' in headers
    ? {}
    : { 'content-length': String(Buffer.byteLength(body)) };

export async function read(message: http.IncomingMessage): Promise<Asked> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of message) chunks.push(chunk as Uint8Array);
  const [path = '/', query = ''] = (message.url ?? '/').split('?', 2);
  return {
    method: message.method ?? 'GET',
    path,
    query: new URLSearchParams(query),
    headers: message.headers,
    body: Buffer.concat(chunks),
    address: message.socket.remoteAddress,
  };
}

export const jsonAnswer = (value: unknown, status = 200): Answered => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(value),
});

/** An error as the JSON services put it. */
export const jsonError = (type: string, message: string, more: object = {}): Answered => ({
  ...jsonAnswer({ __type: `com.amazonaws#${type}`, message, ...more }, 400),
});
