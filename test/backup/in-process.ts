import type { RestoreTarget } from '#store/backup/registry-sides.ts';
import { restore, type RestoreOrder } from '#store/backup/restore.ts';

import { openDataFolderTarget } from '../../local/backup/data-folder-target.ts';
import { readFolderPlace } from '../../local/backup/folder-place.ts';

/** Restores without keys into a data folder that behaves otherwise in what is changed. */
export async function restoreInto(
  data: string,
  from: string,
  changed: (target: RestoreTarget) => Partial<RestoreTarget>,
  order: Partial<RestoreOrder> = {},
): Promise<RestoreReport> {
  const place = readFolderPlace(from);
  const target = openDataFolderTarget(data);
  try {
    return await restore({
      place,
      id: undefined,
      target: { ...target, ...changed(target) },
      goesOn: false,
      keys: 'leave',
      verify: false,
      now: () => new Date(),
      watch: { items: () => undefined, blobs: () => undefined },
      ...order,
    });
  } finally {
    await target.close();
  }
}
