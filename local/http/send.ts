import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { acceptsGzip } from '#http/accept-encoding.ts';
import { matchesEtag } from '#http/conditional.ts';
import type { Missing } from '#http/missing.ts';
import type { Body, Download, Reply } from '#http/reply.ts';
import type { Blobs } from '#store/blobs.ts';

import type { Head, Rendition, Resource } from '../edge/resource.ts';

const decompress = promisify(gunzip);

/** A request and the response to it. */
export interface Exchange {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
}

/** What went out: the status, bytes of body, and the version whose tarball it was. */
export interface Sent {
  readonly status: number;
  readonly bytes: number;
  readonly download?: Download | undefined;
  readonly missing?: Missing | undefined;
  readonly refused?: Reply['refused'];
}

/** The rendition that is ready for the client; undefined when it would have to be unpacked first. */
export function readyRendition(
  { gzip, plain }: Resource,
  { headers }: IncomingMessage,
): Rendition | undefined {
  return gzip && acceptsGzip(headers['accept-encoding']) ? gzip : plain;
}

/** Sends what the edge keeps, or that the client has it already. */
export function sendResource(
  { etag, notModified, download, refused }: Resource,
  { head, bytes }: Rendition,
  { message, response }: Exchange,
): Sent {
  if (etag !== undefined && matchesEtag(message.headers['if-none-match'], etag)) {
    return { ...finish(response, 304, notModified), refused };
  }
  const sent = finish(response, 200, head, message.method === 'HEAD' ? undefined : bytes);
  return { ...sent, download, refused };
}

function finish(response: ServerResponse, status: number, head: Head, bytes?: Uint8Array): Sent {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Node only reads the list
  response.writeHead(status, head as string[]);
  response.end(bytes);
  return { status, bytes: bytes?.length ?? 0 };
}

/** Sends an endpoint's reply. Resolves when a blob is through, otherwise when it is handed over. */
export async function sendReply(reply: Reply, exchange: Exchange, blobs: Blobs): Promise<Sent> {
  const { body, download, missing, refused } = reply;
  if (body?.kind === 'blob') return { ...(await sendBlob(reply, body, exchange, blobs)), download };
  if (body?.kind === 'stream') return { ...(await sendStream(reply, body, exchange)), download };
  return { ...(await sendBytes(reply, body, exchange)), missing, refused };
}

async function sendBytes(
  reply: Reply,
  body: Exclude<Body, { kind: 'blob' | 'stream' }> | undefined,
  { message, response }: Exchange,
): Promise<Sent> {
  const { status = 200 } = reply;
  const packed = body?.kind === 'gzip' && acceptsGzip(message.headers['accept-encoding']);
  const bytes = await toBytes(body, packed);
  const empty = status === 304 || status === 204;
  const head = headOf(reply, packed, empty ? undefined : bytes.length);
  return finish(response, status, head, empty || message.method === 'HEAD' ? undefined : bytes);
}

async function sendBlob(
  { status = 200, headers = {} }: Reply,
  { key, size, range = { start: 0, end: size - 1 } }: Extract<Body, { kind: 'blob' }>,
  { message, response }: Exchange,
  blobs: Blobs,
): Promise<Sent> {
  const bytes = range.end - range.start + 1;
  response.writeHead(status, { ...headers, 'content-length': bytes });
  if (message.method === 'HEAD') response.end();
  else await pipeline(blobs.read(key, range), response);
  return { status, bytes };
}

/** What fails before its first piece is answered with the error; later it is broken off. */
async function sendStream(
  { status = 200, headers = {} }: Reply,
  { source, size }: Extract<Body, { kind: 'stream' }>,
  { response }: Exchange,
): Promise<Sent> {
  const pieces: AsyncIterator<Uint8Array> = source[Symbol.asyncIterator]();
  const first = await pieces.next();
  response.writeHead(status, {
    ...headers,
    ...(size !== undefined && { 'content-length': size }),
  });
  await pipeline(startingWith(first, pieces), response);
  return { status, bytes: size ?? 0 };
}

async function* startingWith(
  first: IteratorResult<Uint8Array>,
  pieces: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for (let piece = first; !piece.done; piece = await pieces.next()) yield piece.value;
}

const headOf = (
  { headers, cookies = [], body }: Reply,
  packed: boolean,
  length: number | undefined,
): Head => [
  ...cookies.flatMap((cookie) => ['set-cookie', cookie]),
  ...Object.entries({
    ...(body?.kind === 'json' && { 'content-type': 'application/json' }),
    ...headers,
    ...(packed && { 'content-encoding': 'gzip' }),
    ...(length !== undefined && { 'content-length': String(length) }),
  }).flat(),
];

async function toBytes(
  body: Exclude<Body, { kind: 'blob' | 'stream' }> | undefined,
  packed: boolean,
): Promise<Uint8Array> {
  if (!body) return new Uint8Array();
  if (body.kind === 'json') return Buffer.from(JSON.stringify(body.value));
  return body.kind === 'gzip' && !packed ? decompress(body.bytes) : body.bytes;
}
