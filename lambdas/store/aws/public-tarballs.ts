import {
  CopyObjectCommand,
  DeleteObjectCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';

import { blobKey } from '#domain/integrity.ts';
import type { PackageName } from '#domain/package-name.ts';
import { packageTag } from '#domain/package.ts';
import { tarballPath } from '#domain/packument.ts';
import { isReadableByAnyone } from '#domain/permission.ts';
import { readSnapshot, type Snapshot } from '#store/package-snapshot.ts';
import { findPackage } from '#store/packages.ts';
import type { Services } from '#store/services.ts';

import { PREFIX as BLOBS } from './blobs.ts';
import { purgeEdge } from './edge.ts';
import { variable } from './environment.ts';

/** As the registry itself says of tarballs: a published file never changes. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

/** Keys of copies: this, and the path that clients ask for. */
const PREFIX = 'tarballs';

type Stores = Pick<Services, 'table' | 'blobs' | 'policy'>;

interface Buckets {
  readonly blobs: string;
  readonly documents: string;
}

/**
 * The delivery network reads tarballs by the path that clients ask for, so that those which anyone may read
 * have a copy by that name beside the documents. Brings a package's copies in step with the table, and again
 * where the package changed meanwhile: the one who is last leaves it right.
 */
export function keepPublicTarballs(
  stores: Stores,
  buckets: Buckets = {
    blobs: variable('PANTRY_BLOBS_BUCKET'),
    documents: variable('PANTRY_DOCUMENTS_BUCKET'),
  },
  client = new S3Client({}),
): (name: PackageName) => Promise<void> {
  return async (name) => {
    for (;;) {
      const snapshot = await readSnapshot(stores, name);
      await bringInStep({ name, wanted: wantedOf(stores, snapshot) }, buckets, client);
      const now = await findPackage(stores.table, name);
      if (now?.rev === snapshot?.pkg.rev) return;
    }
  };
}

/** Keys of copies, each with the blob that it is of. */
function wantedOf({ policy }: Stores, snapshot: Snapshot | undefined): ReadonlyMap<string, string> {
  if (!snapshot || snapshot.pkg.unpublished) return new Map();
  if (!isReadableByAnyone(snapshot.pkg.visibility, policy)) return new Map();
  return new Map(
    snapshot.releases.map((release) => [
      PREFIX + tarballPath(release),
      BLOBS + blobKey(release.integrity),
    ]),
  );
}

interface Copies {
  readonly name: PackageName;
  readonly wanted: ReadonlyMap<string, string>;
}

async function bringInStep(
  { name, wanted }: Copies,
  { blobs, documents }: Buckets,
  client: S3Client,
): Promise<void> {
  const there = new Set<string>();
  const listed = { Bucket: documents, Prefix: `${PREFIX}/${name}/-/` };
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, listed)) {
    for (const { Key } of Contents) if (Key !== undefined) there.add(Key);
  }
  for (const [key, blob] of wanted) {
    if (there.has(key)) continue;
    await client.send(
      new CopyObjectCommand({
        Bucket: documents,
        Key: key,
        CopySource: `${blobs}/${blob}`,
        ContentType: 'application/octet-stream',
        CacheControl: IMMUTABLE,
        MetadataDirective: 'REPLACE',
        Metadata: { 'cache-tag': packageTag(name) },
        TaggingDirective: 'REPLACE',
        Tagging: 'visibility=public',
      }),
    );
  }
  const gone = [...there].filter((key) => !wanted.has(key));
  for (const Key of gone) await client.send(new DeleteObjectCommand({ Bucket: documents, Key }));
  // Only now can the network not fetch them again.
  if (gone.length > 0) await purgeEdge([packageTag(name)]);
}
