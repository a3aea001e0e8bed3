import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { Agent, type Dispatcher, request } from 'undici';

import { CommandError } from '../../command/failure.ts';
import { persist } from '../../registry/persist.ts';

/** Milliseconds in which an answer begins, and in which more of it comes. */
const TIMES = { headersTimeout: 60_000, bodyTimeout: 120_000 };
const REDIRECTS = 5;

export interface Fetched {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
}

/** A registry that is read. */
export interface Web {
  /** All of a document of up to so many bytes. */
  get(url: string, limit: number): Promise<Fetched>;
  /** Writes what is there into a file. */
  download(url: string, file: string, limit: number): Promise<{ status: number; size: number }>;
  close(): Promise<void>;
}

/** Its credentials go to its own scheme, host and port and to no other, wherever it redirects to. */
export function openWeb(
  registry: string,
  authorization: string | undefined,
  connections: number,
): Web {
  const dispatcher = new Agent({ connections, ...TIMES });
  const { origin } = new URL(registry);
  const once = async (url: URL): Promise<Dispatcher.ResponseData> => {
    const own = authorization !== undefined && url.origin === origin;
    return request(url, {
      dispatcher,
      headers: { accept: '*/*', ...(own && { authorization }) },
    });
  };
  return {
    get: async (url, limit) =>
      persist(url, async () => {
        const { statusCode, headers, body } = await following(url, once);
        const bytes = Buffer.concat(await Array.fromAsync(limited(body, limit)));
        return { status: statusCode, headers, body: bytes };
      }),
    download: async (url, file, limit) =>
      persist(url, async () => {
        const { statusCode, headers, body } = await following(url, once);
        if (statusCode !== 200) {
          await body.dump();
          return { status: statusCode, headers, size: 0 };
        }
        try {
          const out = createWriteStream(file, { mode: 0o600 });
          await pipeline(limited(body, limit), out);
          return { status: statusCode, headers, size: out.bytesWritten };
        } catch (error) {
          await rm(file, { force: true });
          throw error;
        }
      }),
    close: async () => dispatcher.destroy(),
  };
}

async function following(
  start: string,
  once: (url: URL) => Promise<Dispatcher.ResponseData>,
): Promise<Dispatcher.ResponseData> {
  let url = new URL(start);
  for (let hops = 0; hops <= REDIRECTS; hops += 1) {
    const answer = await once(url);
    const { location } = answer.headers;
    const moved = answer.statusCode >= 301 && answer.statusCode <= 308;
    if (!moved || typeof location !== 'string') return answer;
    await answer.body.dump();
    url = new URL(location, url);
    if (!/^https?:$/.test(url.protocol)) break;
  }
  throw new CommandError(`${start} redirects to where nothing can be fetched`);
}

async function* limited(
  source: AsyncIterable<Uint8Array>,
  limit: number,
): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of source) {
    size += chunk.length;
    if (size > limit) throw new CommandError(`the answer has more than ${limit} bytes`);
    yield chunk;
  }
}
