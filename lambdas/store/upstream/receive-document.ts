import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

import type { PackageName } from '#domain/package-name.ts';
import type { Form } from '#domain/packument.ts';
import {
  distsText,
  rewriteDocument,
  type UpstreamDist,
} from '#domain/upstream/rewrite-document.ts';
import { InvalidDocument } from '#domain/upstream/split-document.ts';
import type { Version } from '#domain/version.ts';
import type { StoredDocument } from '#store/documents.ts';

import { readInto } from './byte-limit.ts';
import type { UpstreamResponse } from './client.ts';
import type { Dists } from './dist-index.ts';
import { UpstreamError } from './upstream-error.ts';

/** Raised whenever rewriting changes: what was rewritten otherwise is asked for again, whole. */
export const REWRITER = 1;

/** Unpacked: what no document has. */
const LARGEST = 512 * 1024 * 1024;

/** What of a document is needed of what the upstream sent, and all of it as clients get it. */
export interface ReceivedDocument {
  readonly received: StoredDocument;
  readonly served: StoredDocument;
  readonly dists: Dists;
  /** Packages that its latest version needs. */
  readonly needs: readonly string[];
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
    renderer: REWRITER,
    baseUrl,
    visibility: 'public',
    modifiedAt: modifiedAt(headers, checkedAt),
    upstream: { etag: textOf(headers['etag']), checkedAt },
  } as const;
  try {
    const bytes = takeIn(headers, body);
    const dists = new Map<Version, UpstreamDist>();
    const needs = new Map<string, readonly string[]>();
    let latest = '';
    const rewriting = {
      name,
      baseUrl,
      promised(version: Version, dist: UpstreamDist, needed: readonly string[]) {
        dists.set(version, dist);
        needs.set(version, needed);
      },
      latest: (version: string) => void (latest = version),
    };
    const served = await pack(inPieces(rewriteDocument(bytes, rewriting)));
    const received = await pack(inPieces(distsText(dists)));
    return {
      received: { ...info, ...received },
      served: { ...info, ...served },
      dists,
      needs: needs.get(latest) ?? [],
    };
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

/** The document's bytes, unpacked, as they come. */
function takeIn(headers: Headers, body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  const encoding = textOf(headers['content-encoding']) ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new UpstreamError('unusable', `it sends ${encoding}, which was not asked for`);
  }
  const source = readInto(body, LARGEST, () => {});
  return encoding === 'gzip' ? unpack(source) : source;
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

/** Half the time of zlib's usual level, for a tenth more bytes. */
const LEVEL = 3;

/** Compresses a text as it comes; what is held is its packed form alone. */
export async function pack(source: AsyncIterable<Uint8Array>): Promise<Packed> {
  const hash = createHash('sha256');
  let size = 0;
  const chunks: Uint8Array[] = [];
  await pipeline(
    source,
    async function* measured(pieces: AsyncIterable<Uint8Array>) {
      for await (const piece of pieces) {
        hash.update(piece);
        size += piece.length;
        yield piece;
      }
    },
    createGzip({ level: LEVEL, chunkSize: PIECE }),
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
  const gunzip = createGunzip({ chunkSize: PIECE });
  pipeline(source, gunzip).catch((error: unknown) => {
    gunzip.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  return gunzip;
}

/** Characters that are handed to the compressor at a time: each time costs a turn of another thread. */
const PIECE = 128 * 1024;

/** Texts as bytes, many together. */
export async function* inPieces(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let waiting: string[] = [];
  let length = 0;
  for await (const text of texts) {
    waiting.push(text);
    length += text.length;
    if (length < PIECE) continue;
    yield Buffer.from(waiting.join(''));
    waiting = [];
    length = 0;
  }
  yield Buffer.from(waiting.join(''));
}
