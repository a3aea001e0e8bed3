import {
  GetObjectCommand,
  type GetObjectCommandOutput,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';

import type { BlobContent, BlobShelf } from '#store/backup/blob-shelf.ts';

import { PART, putStream } from './put-stream.ts';

interface ShelfPlace {
  readonly client: S3Client;
  readonly bucket: string;
  /** Before what is told of a key. */
  readonly prefix: string;
  /** A key's place below the prefix, which begins with its first two digits. */
  readonly nameOf: (key: string) => string;
}

/** Blobs as objects of a bucket. */
export function openS3Shelf({ client, bucket: Bucket, prefix, nameOf }: ShelfPlace): BlobShelf {
  const objectOf = (key: string) => ({ Bucket, Key: prefix + nameOf(key) });
  return {
    async sizes(shard) {
      const sizes = new Map<string, number>();
      const listed = { Bucket, Prefix: prefix + shard };
      for await (const { Contents = [] } of paginateListObjectsV2({ client }, listed)) {
        for (const { Key = '', Size = 0 } of Contents) {
          const key = Key.slice(-KEY_LENGTH);
          if (Key === prefix + nameOf(key)) sizes.set(key, Size);
        }
      }
      return sizes;
    },
    read: async (key) => readObject(client, objectOf(key)),
    async write(key, content) {
      const object = objectOf(key);
      if ('stream' in content && content.size > PART) {
        return putStream(client, object, content.stream);
      }
      const Body = 'bytes' in content ? content.bytes : await gather(content.stream);
      const ContentType = 'application/octet-stream';
      await client.send(new PutObjectCommand({ ...object, Body, ContentType }));
    },
    // An object is there for good when it is there at all.
    settle: async () => {},
  };
}

const KEY_LENGTH = 128;

const gather = async (stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> =>
  Buffer.concat(await Array.fromAsync(stream));

interface ObjectKey {
  readonly Bucket: string;
  readonly Key: string;
}

/** Connections may break while a body is read, which the client does not repeat. */
const READS = 3;

async function readObject(client: S3Client, object: ObjectKey): Promise<BlobContent | undefined> {
  for (let read = 1; ; read += 1) {
    const found = await getObject(client, object);
    if (!found?.Body) return undefined;
    const size = found.ContentLength ?? 0;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what the client gives on Node
    const stream = found.Body as unknown as AsyncIterable<Uint8Array>;
    if (size > PART) return { size, stream };
    try {
      return { size, bytes: await gather(stream) };
    } catch (error) {
      if (read === READS) throw error;
    }
  }
}

/** Undefined where there is no such object. */
export async function getObject(
  client: S3Client,
  object: ObjectKey,
): Promise<GetObjectCommandOutput | undefined> {
  try {
    return await client.send(new GetObjectCommand(object));
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
}
