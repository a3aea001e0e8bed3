import { open, rm } from 'node:fs/promises';
import http from 'node:http';
import https from 'node:https';

import { CommandError } from '../../command/failure.ts';
import { openRequest, refusedBy } from '../../registry/open-request.ts';
import { persist } from '../../registry/persist.ts';

/** Milliseconds in which an answer begins, and in which more of it comes. */
const UNTIL_ANSWER = 60_000;
const UNTIL_MORE = 120_000;
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
  const options = { keepAlive: true, maxSockets: connections };
  const plain = new http.Agent(options);
  const secure = new https.Agent(options);
  const { origin } = new URL(registry);
  const once = async (url: URL): Promise<http.IncomingMessage> => {
    const own = authorization !== undefined && url.origin === origin;
    const agent = url.protocol === 'https:' ? secure : plain;
    const headers = { accept: '*/*', ...(own && { authorization }) };
    const asking = { method: 'GET', headers, silence: UNTIL_ANSWER, agent };
    const answer = await answerTo(await openRequest(url.href, asking));
    if (answer.statusCode !== 407) return answer;
    answer.destroy();
    throw await refusedBy(url.href);
  };
  return {
    get: async (url, limit) =>
      persist(url, async () => {
        const answer = await following(url, once);
        const chunks: Uint8Array[] = [];
        for await (const chunk of limited(answer, limit)) chunks.push(chunk);
        const { statusCode: status = 0, headers } = answer;
        return { status, headers, body: Buffer.concat(chunks) };
      }),
    download: async (url, file, limit) =>
      persist(url, async () => {
        const answer = await following(url, once);
        const { statusCode: status = 0, headers } = answer;
        if (status !== 200) {
          answer.resume();
          return { status, headers, size: 0 };
        }
        try {
          return { status, headers, size: await written(limited(answer, limit), file) };
        } catch (error) {
          answer.destroy();
          await rm(file, { force: true });
          throw error;
        }
      }),
    async close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

async function answerTo(asked: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    asked.on('error', reject);
    asked.once('response', (answer) => {
      asked.setTimeout(UNTIL_MORE);
      resolve(answer);
    });
    asked.end();
  });
}

async function following(
  start: string,
  once: (url: URL) => Promise<http.IncomingMessage>,
): Promise<http.IncomingMessage> {
  let url = new URL(start);
  for (let hops = 0; hops <= REDIRECTS; hops += 1) {
    const answer = await once(url);
    const { statusCode = 0, headers } = answer;
    const moved = statusCode >= 301 && statusCode <= 308;
    if (!moved || headers.location === undefined) return answer;
    answer.resume();
    url = new URL(headers.location, url);
    if (!/^https?:$/.test(url.protocol)) break;
  }
  throw new CommandError(`${start} redirects to where nothing can be fetched`);
}

/** Bytes that are in the file now. That it can't be written is no fault of who sends them. */
async function written(source: AsyncIterable<Uint8Array>, file: string): Promise<number> {
  const unwritable = (cause: Error): never => {
    throw new CommandError(`${file} can't be written: ${cause.message}`, { cause });
  };
  const handle = await open(file, 'w', 0o600).catch(unwritable);
  try {
    let size = 0;
    for await (const chunk of source) {
      await handle.writeFile(chunk).catch(unwritable);
      size += chunk.length;
    }
    return size;
  } finally {
    await handle.close().catch(unwritable);
  }
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
