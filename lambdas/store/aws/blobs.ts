import { blobKey, createDigests } from '#domain/integrity.ts';
import type { BlobInfo, Blobs, ByteRange, ReceivedBlob } from '#store/blobs.ts';

import { variable } from './environment.ts';
import { getObject, headObject, type ObjectName, presignObject, putObject } from './s3.ts';

/** What blobs' keys begin with in their bucket. */
export const PREFIX = 'blobs/';

/** Blobs as objects of a versioned bucket, all of whose keys begin alike. */
export function openBlobs(bucket = variable('PANTRY_BLOBS_BUCKET'), prefix = PREFIX): Blobs {
  const nameOf = (key: string): ObjectName => ({ bucket, key: prefix + key });
  return {
    receive: async (source) => receive(source, nameOf),
    find: async (key) => find(key, nameOf(key)),
    read: (key, range) => read(nameOf(key), range),
  };
}

/**
 * Holds the bytes in memory: they came in one event, which can't be large. What is larger comes through
 * an upload, and S3 has it already.
 */
async function receive(
  source: AsyncIterable<Uint8Array>,
  nameOf: (key: string) => ObjectName,
): Promise<ReceivedBlob> {
  const hash = createDigests();
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) {
    hash.update(chunk);
    chunks.push(chunk);
  }
  const digests = hash.digests();
  const body = Buffer.concat(chunks);
  const name = nameOf(blobKey(digests.integrity));
  return {
    digests,
    size: body.length,
    keep: async () => keep(name, body),
    discard: async () => {},
  };
}

/**
 * What is there already is written once more: the new version of the object is what a collector that looked
 * at the old one a moment ago does not remove.
 */
async function keep(name: ObjectName, body: Uint8Array): Promise<'created' | 'exists'> {
  const headers = { 'content-type': 'application/octet-stream' };
  const outcome = await putObject(name, { body, headers, condition: 'absent' });
  if (outcome === 'written') return 'created';
  await putObject(name, { body, headers });
  return 'exists';
}

async function find(key: string, name: ObjectName): Promise<BlobInfo | undefined> {
  const headers = await headObject(name);
  if (!headers) return undefined;
  return {
    key,
    size: Number(headers['content-length']),
    modifiedAt: new Date(headers['last-modified'] ?? 0),
  };
}

async function* read(name: ObjectName, range?: ByteRange): AsyncGenerator<Uint8Array> {
  const response = await getObject(name, range);
  if (!response) throw new Error(`there is no object ${name.key} in ${name.bucket}`);
  yield* response.body;
}

/** Seconds for which a client can begin to download. */
const DOWNLOAD = 300;

/** Where a client gets a blob's bytes, with the headers that it shall see. */
export async function blobUrl(
  key: string,
  headers: Readonly<Record<string, string>>,
  { bucket = variable('PANTRY_BLOBS_BUCKET'), prefix = PREFIX } = {},
): Promise<string> {
  const query = {
    'response-content-type': headers['content-type'] ?? 'application/octet-stream',
    ...(headers['cache-control'] !== undefined && {
      'response-cache-control': headers['cache-control'],
    }),
  };
  return presignObject(
    { bucket, key: prefix + key },
    { method: 'GET', query, expiresIn: DOWNLOAD },
  );
}
