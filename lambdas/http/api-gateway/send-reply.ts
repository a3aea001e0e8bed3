import type { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

import { acceptsGzip } from '#http/accept-encoding.ts';
import { meetConditions } from '#http/conditional.ts';
import type { Body, Reply } from '#http/reply.ts';
import type { Request } from '#http/request.ts';
import type { ByteRange } from '#store/blobs.ts';

import type { ResponseHead } from './runtime.ts';

const compress = promisify(gzip);
const decompress = promisify(gunzip);

/** Below this many bytes a JSON answer fits a packet or two as it is. */
const COMPRESSED_FROM = 1400;

export interface Answer {
  readonly head: ResponseHead;
  readonly body: Uint8Array | undefined;
}

/** Where a client gets a blob's bytes itself, with the headers of the reply. */
export type BlobUrl = (
  blob: Extract<Body, { kind: 'blob' }>,
  headers: Readonly<Record<string, string>>,
) => Promise<string>;

/**
 * A reply as the client wants it: its conditions met, its encoding chosen, blobs by redirect. A range is
 * asked for again where the redirect leads.
 */
export async function toAnswer(request: Request, reply: Reply, blobUrl: BlobUrl): Promise<Answer> {
  const met = meetConditions(request.headers, reply);
  const { body, headers = {} } = met;
  if (body?.kind !== 'blob') return inline(met, request);
  if (request.method !== 'HEAD') return redirect(await blobUrl(body, reply.headers ?? {}));
  return { head: headOf(met, headers, lengthOf(body)), body: undefined };
}

/** 302 and never 307: npm drops its token for another host then, and S3 refuses one. */
const redirect = (location: string): Answer => ({
  head: { statusCode: 302, headers: { location, 'cache-control': 'no-store' } },
  body: undefined,
});

const lengthOf = ({ size, range }: { readonly size: number; readonly range?: ByteRange }): number =>
  range ? range.end - range.start + 1 : size;

async function inline(reply: Reply, { method, headers }: Request): Promise<Answer> {
  const { body } = reply;
  if (body?.kind === 'stream') throw new Error('what a function hands on is kept first');
  if (!body || body.kind === 'blob') {
    return { head: headOf(reply, reply.headers ?? {}, undefined), body: undefined };
  }
  const { bytes, packed } = await encode(body, acceptsGzip(headers['accept-encoding']));
  const described = {
    ...(body.kind === 'json' && { 'content-type': 'application/json' }),
    ...reply.headers,
    ...(packed && { 'content-encoding': 'gzip' }),
  };
  const head = headOf(reply, described, bytes.length);
  return { head, body: method === 'HEAD' ? undefined : bytes };
}

function headOf(
  { status: statusCode = 200, cookies }: Reply,
  headers: Readonly<Record<string, string>>,
  length: number | undefined,
): ResponseHead {
  return {
    statusCode,
    headers: { ...headers, ...(length !== undefined && { 'content-length': String(length) }) },
    ...(cookies && { multiValueHeaders: { 'set-cookie': cookies } }),
  };
}

interface Encoded {
  readonly bytes: Uint8Array;
  readonly packed: boolean;
}

async function encode(
  body: Exclude<Body, { kind: 'blob' | 'stream' }>,
  gzipped: boolean,
): Promise<Encoded> {
  if (body.kind === 'gzip') {
    return { bytes: gzipped ? body.bytes : await decompress(body.bytes), packed: gzipped };
  }
  const bytes = body.kind === 'json' ? Buffer.from(JSON.stringify(body.value)) : body.bytes;
  const packed = gzipped && bytes.length >= COMPRESSED_FROM;
  return { bytes: packed ? await compress(bytes) : bytes, packed };
}

/** Hands an answer over; resolves when all of it is on its way. */
export async function send(answer: Answer, stream: Writable): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.once('error', reject);
    stream.once('finish', resolve);
    // The head goes out with the first byte: without a body there must be an empty one.
    stream.write(answer.body ?? '');
    stream.end();
  });
}
