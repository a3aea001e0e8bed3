import { createReadStream } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';

import { CommandError } from '../usage-error.ts';

/** A request whose body is a text or a whole file. */
export interface Sending {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | { readonly file: string };
  /** Told as the file goes out. */
  readonly sent?: (bytes: number) => void;
}

export interface Answer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly text: string;
}

const ATTEMPTS = 4;
/** Before the first repetition, in milliseconds; doubles each time. */
const PAUSE = 1000;
/** A connection on which nothing moves for this long is given up: a commit of gigabytes says nothing. */
const SILENCE = 900_000;
/** Of an answer, in characters: an error is a sentence. */
const LONGEST = 1024 * 1024;

/** Sends it, again where that may help: everything sent here may be sent twice. */
export async function send(sending: Sending): Promise<Answer> {
  for (let attempt = 1; ; attempt += 1) {
    const outcome = await once(sending).catch((error: unknown) => unreachable(sending.url, error));
    const failed = outcome instanceof CommandError;
    if (!failed && !isPassing(outcome.status)) return outcome;
    if (attempt === ATTEMPTS) {
      if (failed) throw outcome;
      return outcome;
    }
    const asked = failed ? 0 : Number(outcome.headers['retry-after'] ?? 0);
    await sleep(Math.min(asked > 0 ? asked * 1000 : PAUSE * 2 ** (attempt - 1), 30_000));
  }
}

const isPassing = (status: number): boolean => [429, 500, 502, 503, 504].includes(status);

const unreachable = (url: string, error: unknown): CommandError =>
  new CommandError(
    `${new URL(url).host} could not be reached: ${error instanceof Error ? error.message : String(error)}`,
    { cause: error },
  );

async function once({ method, url, headers, body, sent }: Sending): Promise<Answer> {
  const { request } = url.startsWith('https:') ? https : http;
  const outgoing = request(url, { method, headers, timeout: SILENCE });
  outgoing.on('timeout', () => outgoing.destroy(new Error('it said nothing for too long')));
  if (typeof body === 'string') outgoing.end(body);
  else {
    // What breaks it off breaks off the answer too, unless that has come: who refuses may not read on.
    pipeline(counted(createReadStream(body.file), sent), outgoing).catch(() => undefined);
  }
  try {
    return await answerTo(outgoing);
  } finally {
    outgoing.destroy();
  }
}

async function answerTo(outgoing: http.ClientRequest): Promise<Answer> {
  const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve);
    outgoing.once('error', reject);
  });
  let text = '';
  for await (const chunk of response.setEncoding('utf8')) {
    if (text.length < LONGEST) text += String(chunk);
  }
  return { status: response.statusCode ?? 0, headers: response.headers, text };
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
