import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import type { Body, Download, Reply, Shared } from '#http/reply.ts';

const decompress = promisify(gunzip);

/** What one path answers in one form, ready to be sent. */
export interface Resource {
  readonly shared: Shared;
  readonly etag: string | undefined;
  readonly gzip: Rendition | undefined;
  /** Unpacked when somebody first asks for it, and then kept. */
  plain: Rendition | undefined;
  readonly notModified: Head;
  readonly download: Download | undefined;
  readonly refused: Reply['refused'];
}

/** Bytes with the headers that go with them. */
export interface Rendition {
  readonly head: Head;
  readonly bytes: Uint8Array;
}

/** Names and values in turn, as Node writes them fastest. */
export type Head = readonly string[];

/** The resource of a reply that everybody may share, `bytes` being its body. */
export function toResource(reply: Reply, shared: Shared, bytes: Uint8Array): Resource {
  const { headers = {}, body, download, refused } = reply;
  const packed = body?.kind === 'gzip';
  const head = packed ? { ...headers, 'content-encoding': 'gzip' } : headers;
  const rendition = { head: [...toHead(head), 'content-length', String(bytes.length)], bytes };
  const { 'content-type': _, 'accept-ranges': __, ...kept } = headers;
  return {
    shared,
    etag: headers['etag'],
    gzip: packed ? rendition : undefined,
    plain: packed ? undefined : rendition,
    notModified: toHead(kept),
    download,
    refused,
  };
}

const unpacking = new WeakMap<Resource, Promise<Rendition>>();

/**
 * The unpacked rendition of a packed resource, for who does not accept gzip. Those who ask while it is
 * being unpacked wait for the same bytes: 32 times 14 MB would be half a gigabyte.
 */
export async function unpack(resource: Resource): Promise<Rendition> {
  if (resource.plain) return resource.plain;
  const work = unpacking.get(resource) ?? unpackOnce(resource);
  unpacking.set(resource, work);
  return work;
}

async function unpackOnce(resource: Resource): Promise<Rendition> {
  const { gzip } = resource;
  if (!gzip) throw new Error('a resource has neither a packed nor a plain rendition');
  const bytes = await decompress(gzip.bytes);
  // Content-Encoding and Content-Length are the last two that toResource() appended.
  const head = [...gzip.head.slice(0, -4), 'content-length', String(bytes.length)];
  resource.plain ??= { head, bytes };
  return resource.plain;
}

/** Bytes that a resource holds in memory, its bookkeeping included. */
export const weigh = ({ gzip, plain }: Resource): number =>
  1024 + (gzip?.bytes.length ?? 0) + (plain?.bytes.length ?? 0);

/** The bytes of a body, unless they are a blob's and have to be read. */
export function bytesAtHand(body: Body | undefined): Uint8Array | undefined {
  if (body?.kind === 'gzip' || body?.kind === 'bytes') return body.bytes;
  return body?.kind === 'json' ? Buffer.from(JSON.stringify(body.value)) : undefined;
}

const toHead = (headers: Readonly<Record<string, string>>): Head => Object.entries(headers).flat();
