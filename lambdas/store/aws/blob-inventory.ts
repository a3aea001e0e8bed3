import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';

import type { BlobInfo, BlobInventory } from '#store/blobs.ts';

import { openBlobs, PREFIX } from './blobs.ts';
import { variable } from './environment.ts';

/** Blobs that can be listed and removed, for the job that collects what nobody names. */
export function openBlobInventory(
  client = new S3Client({}),
  bucket = variable('PANTRY_BLOBS_BUCKET'),
  prefix = PREFIX,
): BlobInventory {
  return {
    ...openBlobs(bucket, prefix),
    list: () => list(client, bucket, prefix),
    removeUnlessKept: async (key, since) =>
      removeUnlessKept({ client, bucket, key: prefix + key }, since),
  };
}

async function* list(client: S3Client, Bucket: string, Prefix: string): AsyncGenerator<BlobInfo> {
  for await (const page of paginateListObjectsV2({ client }, { Bucket, Prefix })) {
    for (const { Key, Size = 0, LastModified } of page.Contents ?? []) {
      if (Key === undefined || !LastModified) continue;
      yield { key: Key.slice(Prefix.length), size: Size, modifiedAt: LastModified };
    }
  }
}

interface Removal {
  readonly client: S3Client;
  readonly bucket: string;
  readonly key: string;
}

/** Removes the versions that were looked at, each by its id: one that was kept since then stays. */
async function removeUnlessKept(
  { client, bucket: Bucket, key: Key }: Removal,
  since: Date,
): Promise<boolean> {
  const { Versions = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket, Prefix: Key }),
  );
  const own = Versions.filter((version) => version.Key === Key);
  if (own.some(({ LastModified }) => LastModified && LastModified >= since)) return false;
  for (const { VersionId } of own) {
    await client.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
  }
  return own.length > 0;
}
