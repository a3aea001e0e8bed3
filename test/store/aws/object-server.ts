import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Stands for S3: objects with ETags, and writes on conditions. Signatures are not looked at. */
export interface ObjectServer {
  readonly url: string;
  /** `GET 304`, `PUT 200`, …: what was asked and answered. */
  readonly log: string[];
  /** Keeps back all answers until the function that it gives is called. */
  hold(): () => void;
  stop(): void;
}

interface StoredObject {
  readonly bytes: Buffer;
  readonly etag: string;
}

type Answer = readonly [status: number, found?: StoredObject];

const unquoted = (etag: string | undefined): string | undefined => etag?.replaceAll('"', '');

/** Whether an object may be put where this one or none is: the status where it may not. */
function refusal(
  headers: IncomingHttpHeaders,
  there: StoredObject | undefined,
): number | undefined {
  const { 'if-match': match, 'if-none-match': absent } = headers;
  if (absent === '*' && there) return 412;
  if (match === undefined || unquoted(match) === there?.etag) return undefined;
  return there ? 412 : 404;
}

export async function startObjectServer(): Promise<ObjectServer> {
  const objects = new Map<string, StoredObject>();
  const log: string[] = [];
  let held = Promise.resolve();

  async function answer(request: IncomingMessage): Promise<Answer> {
    const { method, url = '', headers } = request;
    const bytes = await buffer(request);
    const there = objects.get(url);
    if (method === 'PUT') {
      const refused = refusal(headers, there);
      if (refused !== undefined) return [refused];
      const etag = createHash('md5').update(bytes).digest('hex');
      objects.set(url, { bytes, etag });
      return [200, { bytes: Buffer.alloc(0), etag }];
    }
    if (!there) return [404];
    return unquoted(headers['if-none-match']) === there.etag ? [304] : [200, there];
  }

  const server = createServer(async (request, response) => {
    const [status, found] = await answer(request);
    log.push(`${request.method} ${status}`);
    await held;
    response.writeHead(status, {
      ...(found && { etag: `"${found.etag}"`, 'content-length': found.bytes.length }),
    });
    response.end(request.method === 'HEAD' ? undefined : found?.bytes);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    log,
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      held = promise;
      return resolve;
    },
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
