import { blobKey } from '#domain/integrity.ts';
import type { BlobInventory } from '#store/blobs.ts';
import { listPackages } from '#store/packages.ts';
import { listBlobsOf } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { listStagedBlobs } from '#store/staging.ts';

/** A blob is left alone for this long after it was last kept: a publish may be about to name it. */
const GRACE = 86_400_000;

export interface GarbageReport {
  readonly kept: number;
  readonly removed: number;
  readonly bytes: number;
}

interface CollectedStores extends Pick<Services, 'table' | 'now'> {
  readonly blobs: BlobInventory;
}

/** Removes blobs that no version names, staged ones included, and that were not kept within the last day. */
export async function collectGarbage({
  table,
  blobs,
  now,
}: CollectedStores): Promise<GarbageReport> {
  const since = new Date(now().getTime() - GRACE);
  const named = new Set<string>();
  // Before the packages: what is approved in between is found there, and what was a moment ago, here.
  for (const integrity of await listStagedBlobs(table, since)) named.add(blobKey(integrity));
  for await (const { name } of listPackages(table)) {
    for (const integrity of await listBlobsOf(table, name)) named.add(blobKey(integrity));
  }
  let [kept, removed, bytes] = [0, 0, 0];
  for await (const { key, size } of blobs.list()) {
    if (!named.has(key) && (await blobs.removeUnlessKept(key, since))) {
      removed += 1;
      bytes += size;
    } else kept += 1;
  }
  return { kept, removed, bytes };
}
