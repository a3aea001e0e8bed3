import type { BlobInfo, BlobInventory } from '#store/blobs.ts';

export interface Eviction {
  readonly removed: number;
  /** Bytes that are left. */
  readonly size: number;
}

/** Removes the blobs that were not used for the longest time until so many bytes are left. */
export async function evict(blobs: BlobInventory, limit: number): Promise<Eviction> {
  const all = await Array.fromAsync(blobs.list());
  let size = all.reduce((sum, blob) => sum + blob.size, 0);
  let removed = 0;
  for (const blob of all.toSorted(byAge)) {
    if (size <= limit) break;
    // Used meanwhile, it stays.
    const since = new Date(blob.modifiedAt.getTime() + 1);
    if (!(await blobs.removeUnlessKept(blob.key, since))) continue;
    size -= blob.size;
    removed += 1;
  }
  return { removed, size };
}

const byAge = (a: BlobInfo, b: BlobInfo): number => a.modifiedAt.getTime() - b.modifiedAt.getTime();
