import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import { rewriteDocument } from '#domain/upstream/rewrite-document.ts';
import { InvalidDocument } from '#domain/upstream/split-document.ts';
import type { StoredDocument } from '#store/documents.ts';

import { readInto } from './byte-limit.ts';
import type { UpstreamResponse } from './client.ts';
import { UpstreamError } from './upstream-error.ts';

/** Unpacked: what no document has. */
const LARGEST = 512 * 1024 * 1024;

/** A document as the upstream sent it, and as clients get it. */
export interface ReceivedDocument {
  readonly received: StoredDocument;
  readonly served: StoredDocument;
}

interface Wanted {
  readonly name: PackageName;
  readonly form: Form;
  /** What tarball URLs begin with. */
  readonly baseUrl: string;
  /** Milliseconds. */
  readonly checkedAt: number;
}

/** Takes a document in, all of it. Throws UpstreamError, and then there is nothing of it. */
export async function receiveDocument(
  { name, baseUrl, checkedAt }: Wanted,
  { headers, body }: UpstreamResponse,
): Promise<ReceivedDocument> {
  const info = {
    rev: checkedAt,
    renderer: 0,
    baseUrl,
    visibility: 'public',
    modifiedAt: modifiedAt(headers, checkedAt),
    upstream: { etag: textOf(headers['etag']), checkedAt },
  } as const;
  try {
    const received = await pack(decoded(headers, body));
    const text = rewriteDocument(unpack([received.gzip]), name, baseUrl);
    const served = await pack(toBytes(text));
    return { received: { ...info, ...received }, served: { ...info, ...served } };
  } catch (error) {
    throw toUpstreamError(error);
  }
}

function toUpstreamError(cause: unknown): UpstreamError {
  if (cause instanceof UpstreamError) return cause;
  if (!(cause instanceof InvalidDocument)) {
    return new UpstreamError('unreachable', 'its answer broke off', { cause });
  }
  const message = `its answer is no package's document: ${cause.message}`;
  return new UpstreamError('unusable', message, { cause });
}

type Headers = UpstreamResponse['headers'];

function decoded(headers: Headers, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const encoding = textOf(headers['content-encoding']) ?? 'identity';
  if (encoding === 'gzip') return unpack(body);
  if (encoding === 'identity') return body;
  throw new UpstreamError('unusable', `it sends ${encoding}, which was not asked for`);
}

function modifiedAt(headers: Headers, otherwise: number): string {
  const said = Date.parse(textOf(headers['last-modified']) ?? '');
  return new Date(Number.isNaN(said) ? otherwise : said).toISOString();
}

const textOf = (value: string | readonly string[] | undefined): string | undefined =>
  typeof value === 'string' ? value : value?.[0];

interface Packed {
  readonly gzip: Uint8Array;
  readonly size: number;
  readonly etag: string;
}

/** Compresses a text as it comes; what is held is its packed form alone. */
async function pack(source: AsyncIterable<Uint8Array>): Promise<Packed> {
  const hash = createHash('sha256');
  let size = 0;
  const chunks: Uint8Array[] = [];
  await pipeline(
    readInto(source, LARGEST, (chunk) => {
      hash.update(chunk);
      size += chunk.length;
    }),
    createGzip(),
    async (packed: AsyncIterable<Uint8Array>) => {
      for await (const chunk of packed) chunks.push(chunk);
    },
  );
  const etag = `W/"${hash.digest('base64url').slice(0, 27)}"`;
  return { gzip: Buffer.concat(chunks), size, etag };
}

/** Unpacks gzip as it comes. */
export function unpack(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  pipeline(source, gunzip).catch((error: unknown) => {
    gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return gunzip;
}

async function* toBytes(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  for await (const text of texts) yield Buffer.from(text);
}
