import { hash } from 'node:crypto';

import { KEYS } from './back-up.ts';
import { BackupError } from './backup-error.ts';
import { type BlobList, readBlobList } from './blob-list.ts';
import { shardOf } from './blob-shelf.ts';
import { checkBlobs } from './copy-blobs.ts';
import { findBackup, folderOf } from './find-backup.ts';
import type { Manifest } from './manifest.ts';
import { blobsNamedBy, versionsWith } from './named-blobs.ts';
import type { BackupPlace } from './place.ts';
import { parseItem } from './read-items.ts';
import { BLOB_KINDS } from './registry-sides.ts';
import { LONGEST_KEYS } from './sealed-keys.ts';
import { readLines } from './segments.ts';
import type { Watch } from './watch.ts';

/** A file of a backup that is not as it was written. */
interface SpoiltFile {
  /** Below the place. */
  readonly file: string;
  readonly state: 'missing' | 'damaged';
}

export interface CheckReport {
  readonly backup: string;
  readonly finishedAt: string;
  readonly items: number;
  readonly blobs: number;
  readonly bytes: number;
  readonly keys: boolean;
  readonly spoilt: readonly SpoiltFile[];
  /** Versions whose blobs are missing or damaged here, or were when they were backed up. */
  readonly lost: readonly string[];
}

/** Reads all of a backup and compares it with what its manifest says. Throws BackupError where it is of no use. */
export async function checkBackup(
  place: BackupPlace,
  id: string | undefined,
  watch: Watch,
): Promise<CheckReport> {
  const manifest = await findBackup(place, id);
  const { blobs, unlisted } = await checkLists(place, manifest, watch);
  const lost = new Set(unlisted);
  const spoilt: SpoiltFile[] = [];
  let done = 0;
  const keys = [...new Set(BLOB_KINDS.flatMap((kind) => blobs.keys(kind)))];
  await checkBlobs(place.blobs, keys, (outcome) => {
    done += 1;
    watch.blobs(done, keys.length);
    if ('size' in outcome) return;
    lost.add(outcome.key);
    spoilt.push({ file: blobName(outcome.key), state: outcome.kind });
  });
  return {
    backup: manifest.id,
    finishedAt: manifest.finishedAt,
    items: manifest.items.count,
    blobs: manifest.blobs.count,
    bytes: manifest.items.bytes + manifest.blobs.bytes,
    keys: manifest.keys !== null,
    spoilt,
    lost: await lostVersions(place, manifest, lost),
  };
}

/** As every place has it. */
const blobName = (key: string): string => `blobs/${shardOf(key)}/${key}`;

/** Everything of a backup but its blobs: nothing is restored from one that fails here. */
export async function checkLists(
  place: BackupPlace,
  manifest: Manifest,
  watch?: Watch,
): Promise<{ readonly blobs: BlobList; readonly unlisted: readonly string[] }> {
  const folder = folderOf(manifest.id);
  const blobs = await readBlobList(place, folder, manifest);
  const unlisted: string[] = [];
  let items = 0;
  for await (const line of readLines(place, folder, manifest.items)) {
    for (const { kind, key } of blobsNamedBy(parseItem(line, place.title))) {
      if (kind === 'own' && !blobs.has(key)) unlisted.push(key);
    }
    items += 1;
    watch?.items(items);
  }
  if (items !== manifest.items.count) {
    throw new BackupError(`${place.title}: ${items} items are there of ${manifest.items.count}`);
  }
  await readKeys(place, manifest);
  return { blobs, unlisted };
}

/** The sealed keys; undefined where they were left out. */
export async function readKeys(
  place: BackupPlace,
  { id, keys }: Manifest,
): Promise<Uint8Array | undefined> {
  if (keys === null) return undefined;
  const bytes = await place.read(`${folderOf(id)}/${KEYS}`, LONGEST_KEYS);
  if (bytes && hash('sha256', bytes) === keys) return bytes;
  throw new BackupError(
    `${place.title}: the keys of the backup ${id} are ${bytes ? 'damaged' : 'missing'}: choose another backup with --backup`,
  );
}

export const lostVersions = async (
  place: BackupPlace,
  { id, items }: Manifest,
  keys: ReadonlySet<string>,
): Promise<readonly string[]> =>
  keys.size === 0 ? [] : versionsWith(readLines(place, folderOf(id), items), keys);
