import { BackupError } from './backup-error.ts';
import { ID, LONGEST_MANIFEST, type Manifest, parseManifest } from './manifest.ts';
import type { BackupPlace } from './place.ts';

/** The folder of a backup at its place. */
export const folderOf = (id: string): string => `backups/${id}`;

export const MANIFEST = 'manifest.json';

/** The backup of this id, or the newest that is complete. Throws BackupError where there is none. */
export async function findBackup(place: BackupPlace, id: string | undefined): Promise<Manifest> {
  const ids = await listBackups(place);
  const chosen = id ?? ids.at(-1);
  if (chosen === undefined || !ids.includes(chosen)) throw noBackup(place, id, ids);
  const name = `${folderOf(chosen)}/${MANIFEST}`;
  const bytes = await place.read(name, LONGEST_MANIFEST);
  if (!bytes) throw noBackup(place, id, ids);
  const title = `${place.title}: the backup ${chosen}`;
  const manifest = parseManifest(Buffer.from(bytes).toString(), title);
  if (manifest.id === chosen) return manifest;
  throw new BackupError(`${title} says that it is another one, ${manifest.id}: move it back`);
}

/** Ids of complete backups, the oldest first. */
async function listBackups(place: BackupPlace): Promise<readonly string[]> {
  const files = await place.list();
  const parts = files.map((file) => file.split('/'));
  return parts
    .filter(([, id, name]) => name === MANIFEST && id !== undefined && ID.test(id))
    .map(([, id = '']) => id)
    .toSorted();
}

function noBackup(
  { title }: BackupPlace,
  id: string | undefined,
  ids: readonly string[],
): BackupError {
  if (id === undefined) {
    return new BackupError(
      `there is no complete backup in ${title}: a backup that was interrupted is none, run it again`,
    );
  }
  const there = ids.length === 0 ? 'there is none' : `there are ${ids.join(', ')}`;
  return new BackupError(`there is no complete backup ${id} in ${title}: ${there}`);
}
