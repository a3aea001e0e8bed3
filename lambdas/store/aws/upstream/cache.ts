import { paginateListObjectsV2, S3Client } from '@aws-sdk/client-s3';

import { asPackageName, type PackageName } from '#domain/package-name.ts';
import { FORMS } from '#domain/packument.ts';
import { openBlobInventory } from '#store/aws/blob-inventory.ts';
import { openDocuments } from '#store/aws/documents.ts';
import { variable } from '#store/aws/environment.ts';
import type { KeptDocument, UpstreamCache } from '#store/upstream/cache/upstream-cache.ts';
import { unpack } from '#store/upstream/receive-document.ts';

import { openUpstreamStores, UPSTREAM_PREFIX, upstreamsConfiguration } from './configuration.ts';

/** What is kept of upstreams in S3; undefined: this registry has none. */
export function openUpstreamCache(client = new S3Client({})): UpstreamCache | undefined {
  const configuration = upstreamsConfiguration();
  if (!configuration) return undefined;
  const bucket = variable('PANTRY_DOCUMENTS_BUCKET');
  const stores = configuration.list.flatMap(({ id }) => Object.values(openUpstreamStores(id)));
  return {
    tarballs: openBlobInventory(client, variable('PANTRY_BLOBS_BUCKET'), UPSTREAM_PREFIX),
    limit: undefined,
    documents: (after) => listDocuments(client, bucket, after),
    async isReadable({ id, name, form }) {
      const prefix = `${id.split('/').slice(0, PLACE).join('/')}/`;
      const document = await openDocuments(bucket, prefix).find({ name, form });
      return document !== undefined && isWhole(document.gzip);
    },
    async removeDocuments(name) {
      const keys = stores.flatMap((store) => FORMS.map((form) => ({ store, key: { name, form } })));
      const removed = await Promise.all(
        keys.map(async ({ store, key }) => {
          const found = await store.find(key);
          if (found) await store.remove(key, found.rev);
          return found !== undefined;
        }),
      );
      return removed.includes(true);
    },
    // Nobody but the registry itself reads them.
    removed: async () => {},
  };
}

/** Parts of a place: `upstream`, the upstream, and `received` or `served`. */
const PLACE = 3;

async function* listDocuments(
  client: S3Client,
  Bucket: string,
  after: string | undefined,
): AsyncGenerator<KeptDocument> {
  const listed = {
    Bucket,
    Prefix: UPSTREAM_PREFIX,
    ...(after !== undefined && { StartAfter: after }),
  };
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, listed)) {
    for (const { Key = '', Size = 0 } of Contents) {
      const document = documentAt(Key);
      // One that was removed leaves an object of no bytes.
      if (document && Size > 0) yield { ...document, id: Key, size: Size };
    }
  }
}

function documentAt(key: string): Pick<KeptDocument, 'name' | 'form'> | undefined {
  const [, form, text = ''] =
    /^upstream\/[^/]+\/(?:received|served)\/([^/]+)\/(.+)$/.exec(key) ?? [];
  const known = FORMS.find((each) => each === form);
  const name: PackageName | undefined = asPackageName(text);
  return known && name && { name, form: known };
}

/** gzip bears a checksum of what is in it. */
async function isWhole(gzip: Uint8Array): Promise<boolean> {
  try {
    for await (const _ of unpack([gzip]));
    return true;
  } catch {
    return false;
  }
}
