import { unavailable } from '#domain/errors.ts';
import type { Package, Release, Unpublished } from '#domain/package.ts';
import { tombstones } from '#store/entities/release.ts';
import { listReleases } from '#store/releases.ts';
import type { Services } from '#store/services.ts';
import { using } from '#store/table.ts';

/** Items that DynamoDB writes in one batch. */
const BATCH = 25;

/**
 * Turns what is left of an unpublished package's releases into tombstones, so that they neither come
 * back with its next version nor free their numbers. Can be repeated; does nothing when all is done.
 */
export async function finishUnpublish(
  stores: Pick<Services, 'table' | 'blobs'>,
  { name, unpublished }: Package,
): Promise<void> {
  if (!unpublished) return;
  const all = await listReleases(stores, name);
  // What was published again since then is newer than the unpublish.
  const left = all.filter(({ rev }) => rev <= unpublished.rev);
  for (let start = 0; start < left.length; start += BATCH) {
    await bury(stores, left.slice(start, start + BATCH), unpublished);
  }
}

async function bury(
  { table }: Pick<Services, 'table'>,
  buried: readonly Release[],
  { by, at }: Unpublished,
): Promise<void> {
  const items = buried.map(({ name, version, integrity }) => ({
    name,
    version,
    integrity,
    removedBy: by,
    removedAt: at,
  }));
  const { unprocessed } = await tombstones.put(items).go(using(table));
  if (unprocessed.length > 0) throw unavailable('the unpublish could not be finished: repeat it');
}
