import { existsSync } from 'node:fs';

import { type DataPlaces, FolderInUseError } from '../data-folder.ts';

/** A folder that holds a part of a registry is not to be served. Throws FolderInUseError. */
export function refuseHalfRestored({ root, restoring }: DataPlaces): void {
  if (!existsSync(restoring)) return;
  throw new FolderInUseError(
    `a restore into ${root} was interrupted: run it again with --continue, or choose another folder with --data`,
  );
}
