import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type AwsRequest,
  type AwsService,
  type Identity,
  type Place,
  signed,
} from './signature.ts';

/*
 * Calls to AWS without the SDK's clients: their code alone would take a reading Lambda's whole budget of
 * bytes and start-up time (docs/decisions.md has the figures). Signatures are the SDK's own.
 */

export interface AwsResponse {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: AsyncIterable<Uint8Array>;
}

/** A service said no, or nothing. `passing`: the same call may go through a moment later. */
export class AwsError extends Error {
  override readonly name: string;
  readonly passing: boolean;
  /** Of the answer; 0: there was none. */
  readonly status: number;

  constructor(name: string, message: string, details: { passing: boolean; status: number }) {
    super(message);
    this.name = name;
    this.passing = details.passing;
    this.status = details.status;
  }
}

const ATTEMPTS = 4;
/** Longest wait before the first repetition, in milliseconds; doubles each time, half of it by chance. */
const PAUSE = 50;
/** A socket that says nothing for this long is given up, in milliseconds. */
const SILENCE = 5000;

const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
} as const;

/** Which service, and what of its answers is no failure besides 2xx. */
export interface Callee {
  readonly service: AwsService;
  readonly place: Place;
  readonly answers?: readonly number[];
  /** Milliseconds that it may be silent while it works; what is usual where it is not said. */
  readonly silence?: number;
  /** How often it is asked where that may help; what is usual where it is not said. */
  readonly attempts?: number;
  /** In whose name; in this process's where it is not said. */
  readonly identity?: Identity | undefined;
}

/** Sends a signed request, again where that may help. The caller reads or drains the answer's body. */
export async function callAws(callee: Callee, request: AwsRequest): Promise<AwsResponse> {
  const { service, place, answers = [], silence = SILENCE, attempts = ATTEMPTS, identity } = callee;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await send(place, await signed(service, place, request, identity), silence);
      if (response.status < 300 || answers.includes(response.status)) return response;
      throw await failureOf(service, response);
    } catch (error) {
      if (attempt === attempts || !isPassing(error)) throw error;
      await sleep((PAUSE * 2 ** attempt * (1 + Math.random())) / 2);
    }
  }
}

const isPassing = (error: unknown): boolean => !(error instanceof AwsError) || error.passing;

async function send(
  { protocol, hostname, port }: Place,
  { method, path, headers = {}, body }: AwsRequest,
  timeout: number,
): Promise<AwsResponse> {
  const { request } = protocol === 'http:' ? http : https;
  return new Promise((resolve, reject) => {
    const outgoing = request({
      protocol,
      hostname,
      ...(port !== undefined && { port }),
      method,
      path,
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body ?? '')) },
      agent: agents[protocol],
      timeout,
    });
    outgoing.on('timeout', () => outgoing.destroy(silent(hostname, timeout)));
    outgoing.on('error', (error) => {
      reject(error instanceof AwsError ? error : unreachable(hostname, error));
    });
    outgoing.on('response', (response) => {
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: response });
    });
    outgoing.end(body);
  });
}

const silent = (host: string, milliseconds: number): AwsError =>
  new AwsError('TimeoutError', `${host} said nothing for ${milliseconds} ms`, {
    passing: true,
    status: 0,
  });

const unreachable = (host: string, { message }: Error): AwsError =>
  new AwsError('NetworkError', `${host} could not be reached: ${message}`, {
    passing: true,
    status: 0,
  });

/** JSON services and S3 each name their errors in their own way. */
async function failureOf(service: string, response: AwsResponse): Promise<AwsError> {
  const { status } = response;
  const text = (await readBody(response)).toString();
  const code = firstMatch(text, CODES) ?? `HTTP ${status}`;
  const message = firstMatch(text, MESSAGES) ?? text.slice(0, 200);
  const passing = status >= 500 || status === 429 || THROTTLED.test(code);
  return new AwsError(code, `${service}: ${message}`, { passing, status });
}

const CODES = [/"__type"\s*:\s*"(?:[^"#]*#)?([^":]+)/, /<Code>([^<]+)<\/Code>/];
const MESSAGES = [/"[mM]essage"\s*:\s*"((?:[^"\\]|\\.)*)"/, /<Message>([^<]*)<\/Message>/];

function firstMatch(text: string, patterns: readonly RegExp[]): string | undefined {
  for (const pattern of patterns) {
    const [, found] = pattern.exec(text) ?? [];
    if (found !== undefined) return found;
  }
  return undefined;
}

const THROTTLED =
  /Throttl|LimitExceeded|ThroughputExceeded|SlowDown|RequestTimeout|TooManyRequests/;

/** All of an answer; its socket is free for the next call then. */
export async function readBody({ body }: AwsResponse): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(body));
}
