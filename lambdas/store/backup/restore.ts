import { isRetiredKeys, retiredKeysItem } from '#store/retired-keys.ts';
import type { PublicKey } from '#store/signer.ts';

import { BackupError } from './backup-error.ts';
import type { BlobList } from './blob-list.ts';
import { checkLists, lostVersions, readKeys } from './check-backup.ts';
import { compareRestored } from './compare.ts';
import { copyBlobs } from './copy-blobs.ts';
import { findBackup, folderOf } from './find-backup.ts';
import type { Manifest } from './manifest.ts';
import type { BackupPlace } from './place.ts';
import { parseItem } from './read-items.ts';
import {
  BLOB_KINDS,
  type BlobKind,
  type RestoreTarget,
  type SecretKeys,
} from './registry-sides.ts';
import { unsealKeys } from './sealed-keys.ts';
import { readSegments } from './segments.ts';
import { sideBySide } from './side-by-side.ts';
import type { Watch } from './watch.ts';

export interface RestoreOrder {
  readonly place: BackupPlace;
  /** Which backup; undefined: the newest. */
  readonly id: string | undefined;
  readonly target: RestoreTarget;
  /** Whether an interrupted restore of the same backup is continued. */
  readonly goesOn: boolean;
  /** What the keys are sealed with; `leave`: they are not wanted; undefined: nobody has said. */
  readonly keys: { readonly passphrase: string } | 'leave' | undefined;
  /** Whether everything that was written is read again and compared. */
  readonly verify: boolean;
  readonly now: () => Date;
  readonly watch: Watch;
}

export interface RestoreReport {
  readonly backup: string;
  /** When the registry was as it is now. */
  readonly asOf: string;
  readonly items: number;
  readonly blobs: number;
  readonly bytes: number;
  /** Keys that are the same again. */
  readonly keys: readonly string[];
  /** Public keys that old signatures verify with, though nothing is signed by them any more. */
  readonly retiredKeys: number;
  /** Versions whose blobs the backup has not, or not as they were. */
  readonly lost: readonly string[];
  readonly verified: boolean;
}

/** Restores a backup into an empty registry. Throws BackupError; what it began is continued by `goesOn`. */
export async function restore(order: RestoreOrder): Promise<RestoreReport> {
  const { place, target, watch, goesOn, now } = order;
  const manifest = await findBackup(place, order.id);
  const secrets = await openKeys(order, manifest);
  const { blobs, unlisted } = await checkLists(place, manifest);
  await target.begin(manifest.id, goesOn);
  const [failed, retiredBefore] = await restoreContent(order, manifest, blobs);
  const left = await target.keepKeys(secrets);
  const retired = await retireKeys(order, manifest, retiredBefore);
  if (order.verify) await compareRestored({ place, target, manifest, blobs, failed, now, watch });
  await target.finish();
  return {
    backup: manifest.id,
    asOf: manifest.startedAt,
    items: manifest.items.count,
    blobs: manifest.blobs.count,
    bytes: manifest.items.bytes + manifest.blobs.bytes,
    keys: (['signing', 'sealing'] as const).filter(
      (name) => secrets[name] !== undefined && !left.includes(name),
    ),
    retiredKeys: retired,
    lost: await lostVersions(place, manifest, new Set([...unlisted, ...failed.own])),
    verified: order.verify,
  };
}

async function openKeys({ place, keys }: RestoreOrder, manifest: Manifest): Promise<SecretKeys> {
  const sealed = await readKeys(place, manifest);
  if (!sealed || keys === 'leave') return {};
  if (!keys) {
    throw new BackupError(
      `the backup ${manifest.id} holds keys: give its passphrase by --passphrase-file or PANTRY_BACKUP_PASSPHRASE, or leave them with --without-keys`,
    );
  }
  return unsealKeys(sealed, keys.passphrase, manifest.id);
}

/** Keys of blobs that could not be had, and the public keys that were retired before. */
async function restoreContent(
  order: RestoreOrder,
  manifest: Manifest,
  blobs: BlobList,
): Promise<readonly [FailedBlobs, readonly PublicKey[]]> {
  if (order.target.unseen) {
    return sideBySide(
      async (goOn) => restoreBlobs(order, blobs, goOn),
      async (goOn) => restoreItems(order, manifest, goOn),
    );
  }
  // So that no item names a blob that is not there.
  return [await restoreBlobs(order, blobs), await restoreItems(order, manifest)];
}

type FailedBlobs = Readonly<Record<BlobKind, ReadonlySet<string>>>;

async function restoreBlobs(
  { place, target, watch }: RestoreOrder,
  blobs: BlobList,
  goOn?: () => void,
): Promise<FailedBlobs> {
  const failed = { own: new Set<string>(), cached: new Set<string>() };
  let done = 0;
  const total = BLOB_KINDS.reduce((sum, kind) => sum + blobs.keys(kind).length, 0);
  for (const kind of BLOB_KINDS) {
    await copyBlobs(place.blobs, target.shelves[kind], blobs.keys(kind), (outcome) => {
      goOn?.();
      done += 1;
      watch.blobs(done, total);
      if (!('size' in outcome)) failed[kind].add(outcome.key);
    });
  }
  return failed;
}

/** The public keys that were retired before. */
async function restoreItems(
  { place, target, watch }: RestoreOrder,
  { id, items }: Manifest,
  goOn?: () => void,
): Promise<readonly PublicKey[]> {
  let retired: readonly PublicKey[] = [];
  let count = 0;
  for await (const lines of readSegments(place, folderOf(id), items)) {
    goOn?.();
    const some = lines.map((line) => parseItem(line, place.title));
    const old = some.find(isRetiredKeys);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written as an item of these
    if (old) retired = (old['keys'] ?? []) as readonly PublicKey[];
    await target.save(some.filter((item) => item !== old));
    count += some.length;
    watch.items(count);
  }
  return retired;
}

/** Keeps the public keys of old signatures where another key signs from now on. How many were added. */
async function retireKeys(
  { target }: RestoreOrder,
  { publicKeys, finishedAt }: Manifest,
  before: readonly PublicKey[],
): Promise<number> {
  const current = new Set((await target.publicKeys()).map(({ keyid }) => keyid));
  const retired = publicKeys
    .filter(({ keyid }) => !current.has(keyid))
    .map((key) => ({ ...key, expires: key.expires ?? finishedAt }));
  const all = new Map([...before, ...retired].map((key) => [key.keyid, key]));
  if (all.size > 0) await target.save([retiredKeysItem([...all.values()])]);
  return retired.length;
}
