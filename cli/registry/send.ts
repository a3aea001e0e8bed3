import { createReadStream } from 'node:fs';
import type http from 'node:http';
import { pipeline as piped, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import { CommandError } from '../command/failure.ts';
import { openRequest, refusedBy } from './open-request.ts';
import { persist } from './persist.ts';

/** A file, or so many bytes of it from one on. */
export interface FileBody {
  readonly file: string;
  readonly start?: number;
  readonly size?: number;
}

/** A request whose body is a text or of a file, if it has one. */
export interface Sending {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | FileBody;
  /** Told as the file goes out. */
  readonly sent?: (bytes: number) => void;
  /** Milliseconds for which the registry may say nothing. */
  readonly silence?: number;
  /** Whether it is sent one time, whatever happens. */
  readonly once?: boolean;
  /** Of an answer, in characters. */
  readonly longest?: number;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

/** A connection on which nothing moves for this long is given up: a commit of gigabytes says nothing. */
const SILENCE = 900_000;
/** Of an answer, in characters: an error is a sentence. */
const LONGEST = 1024 * 1024;

/** Sends it, again where that may help and it may be sent twice. */
export const send = async (sending: Sending): Promise<Answer> =>
  persist(sending.url, async () => transmit(sending), sending.once ? 1 : undefined);

async function transmit({
  method,
  url,
  headers,
  body,
  sent,
  silence = SILENCE,
  longest = LONGEST,
}: Sending): Promise<Answer> {
  const outgoing = await openRequest(url, { method, headers, silence });
  let feeding: Promise<unknown> = Promise.resolve();
  if (body === undefined || typeof body === 'string') outgoing.end(body);
  else {
    // What breaks it off breaks off the answer too, unless that has come: who refuses may not read on.
    feeding = pipeline(counted(read(body), sent), outgoing).catch((error: unknown) => error);
  }
  try {
    const answer = await answerTo(outgoing, longest);
    if (answer.status === 407) throw await refusedBy(url);
    return answer;
  } catch (error) {
    outgoing.destroy();
    const cause = await feeding;
    throw cause instanceof CommandError ? cause : error;
  } finally {
    outgoing.destroy();
  }
}

async function* read({ file, start = 0, size }: FileBody): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, { start, ...(size !== undefined && { end: start + size - 1 }) });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(`${file} can't be read: ${reason}`, { cause });
  }
}

async function answerTo(outgoing: http.ClientRequest, longest: number): Promise<Answer> {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
  let text = '';
  for await (const chunk of unpacked(response).setEncoding('utf8')) {
    if (text.length < longest) text += String(chunk);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, text };
}

/** Where it was asked for. */
function unpacked(response: http.IncomingMessage): Readable {
  return response.headers['content-encoding'] === 'gzip'
    ? piped(response, createGunzip(), () => undefined)
    : response;
}

async function* counted(
  source: AsyncIterable<Uint8Array>,
  sent: ((bytes: number) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of source) {
    yield chunk;
    bytes += chunk.length;
    sent?.(bytes);
  }
}
