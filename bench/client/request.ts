import { Agent, request as httpRequest } from 'node:http';

/** A whole answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** What may be said beside the address. */
export interface RequestOptions {
  readonly method?: 'GET' | 'PUT' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** `false` opens a connection for this request alone. */
  readonly agent?: false;
}

const LIMIT = 120_000;
const connections = new Agent({ keepAlive: true });

/** One request with node:http, whose own cost is small beside a registry's: publishes are timed with it. */
export async function request(url: string, options: RequestOptions = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const sent = httpRequest(
    url,
    {
      method: options.method ?? 'GET',
      agent: options.agent ?? connections,
      headers: {
        ...options.headers,
        ...(options.body === undefined
          ? {}
          : { 'content-length': Buffer.byteLength(options.body) }),
      },
      timeout: LIMIT,
    },
    (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', reject);
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts),
        }),
      );
    },
  );
  sent.once('timeout', () => sent.destroy(new Error(`no answer within ${LIMIT / 1000} seconds`)));
  sent.once('error', reject);
  sent.end(options.body);
  return promise;
}
