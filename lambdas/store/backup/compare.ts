import { BackupError } from './backup-error.ts';
import type { BlobList } from './blob-list.ts';
import { checkBlobs } from './copy-blobs.ts';
import { folderOf } from './find-backup.ts';
import { fingerprint } from './fingerprint.ts';
import type { Manifest } from './manifest.ts';
import type { BackupPlace } from './place.ts';
import { BLOB_KINDS, type BlobKind, type RestoreTarget } from './registry-sides.ts';
import { readLines } from './segments.ts';
import type { Watch } from './watch.ts';

/** Milliseconds that reading a table twice takes at most, and clocks differ by. */
const MARGIN = 12 * 3_600_000;

interface Restored {
  readonly place: BackupPlace;
  readonly target: RestoreTarget;
  readonly manifest: Manifest;
  readonly blobs: BlobList;
  /** Keys of blobs that the backup has not, or not as they were. */
  readonly failed: Readonly<Record<BlobKind, ReadonlySet<string>>>;
  readonly now: () => Date;
  readonly watch: Watch;
}

/** Reads a restored registry and throws BackupError where it is not what its backup says. */
export async function compareRestored({
  place,
  target,
  manifest,
  blobs,
  failed,
  now,
  watch,
}: Restored): Promise<void> {
  const cutoff = new Date(now().getTime() + MARGIN);
  const [wanted, found] = [
    await fingerprint(readLines(place, folderOf(manifest.id), manifest.items), cutoff),
    await fingerprint(target.items(), cutoff),
  ];
  if (wanted.count !== found.count || wanted.sum !== found.sum) {
    throw new BackupError(
      `what was restored differs from the backup: ${found.count} items of ${wanted.count} are there, or some of them changed. Restore into an empty target that nobody uses`,
    );
  }
  for (const kind of BLOB_KINDS) {
    const keys = blobs.keys(kind).filter((key) => !failed[kind].has(key));
    let done = 0;
    await checkBlobs(target.shelves[kind], keys, (outcome) => {
      done += 1;
      watch.blobs(done, keys.length);
      if ('size' in outcome) return;
      throw new BackupError(
        `what was restored differs from the backup: the blob ${outcome.key} is ${outcome.kind}. Run the restore again with --continue, or into another target`,
      );
    });
  }
}
