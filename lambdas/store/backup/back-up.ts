import { hash, randomBytes } from 'node:crypto';

import { type BlobList, gatherBlobs, toLine } from './blob-list.ts';
import { copyBlobs, mendBlobs } from './copy-blobs.ts';
import { folderOf, MANIFEST } from './find-backup.ts';
import { isLeftOut, mayBeLeftOut } from './left-out.ts';
import { CURRENT_FORMAT, type Lines, type Manifest, manifestText } from './manifest.ts';
import { versionsWith } from './named-blobs.ts';
import type { BackupPlace } from './place.ts';
import { parseItem } from './read-items.ts';
import { BLOB_KINDS, type BackupSource, type BlobKind } from './registry-sides.ts';
import { sealKeys } from './sealed-keys.ts';
import { readLines, writeLines } from './segments.ts';
import type { Watch } from './watch.ts';

export interface BackupOrder {
  readonly source: BackupSource;
  readonly place: BackupPlace;
  /** Tarballs of upstreams too, which could be fetched again as long as these are there. */
  readonly withCache: boolean;
  /** Whether files that are at the place are read as well, and copied anew where they are damaged. */
  readonly mend: boolean;
  /** What the keys are sealed with; undefined: they are left out. */
  readonly passphrase: string | undefined;
  /** Of Pantry. */
  readonly version: string;
  readonly now: () => Date;
  readonly watch: Watch;
}

export interface BackupReport {
  readonly backup: string;
  readonly items: number;
  readonly blobs: number;
  /** Bytes of items and blobs. */
  readonly bytes: number;
  /** Blobs that were not at the place yet, and their bytes. */
  readonly copied: number;
  readonly copiedBytes: number;
  /** Blobs that were there and damaged, and were copied anew. */
  readonly mended: number;
  readonly keys: boolean;
  /** Versions whose blobs could not be had, or were damaged. */
  readonly lost: readonly string[];
}

/** Backs a registry up. Until its manifest is written, last of all, there is no such backup. */
export async function backUp(order: BackupOrder): Promise<BackupReport> {
  const { source, place, now, version, withCache } = order;
  const startedAt = now().toISOString();
  const id = `${startedAt.slice(0, 19).replaceAll(/[-:]/g, '')}Z-${randomBytes(4).toString('hex')}`;
  const folder = folderOf(id);
  // First, since it fails where the registry is called otherwise.
  const publicKeys = [...(await source.publicKeys())];
  const { items, named } = await writeItems(order, folder);
  const kept = await keepBlobs(order, folder, named);
  const keys = await keepKeys(order, id);
  const manifest: Manifest = {
    format: CURRENT_FORMAT,
    id,
    startedAt,
    finishedAt: now().toISOString(),
    version,
    from: source.kind,
    items,
    blobs: kept.blobs,
    lost: kept.lost.size,
    withCache,
    keys,
    publicKeys,
  };
  await place.write(`${folder}/${MANIFEST}`, Buffer.from(manifestText(manifest)));
  const { copied, copiedBytes, mended, lost } = kept;
  return {
    backup: id,
    items: items.count,
    blobs: kept.blobs.count,
    bytes: items.bytes + kept.blobs.bytes,
    copied,
    copiedBytes,
    mended,
    keys: keys !== null,
    lost: lost.size === 0 ? [] : await versionsWith(readLines(place, folder, items), lost),
  };
}

async function writeItems(
  { source, place, withCache, watch }: BackupOrder,
  folder: string,
): Promise<{ readonly items: Lines; readonly named: BlobList }> {
  const named = gatherBlobs(withCache);
  const writer = writeLines(place, folder, 'items');
  let [count, bytes] = [0, 0];
  for await (const item of source.items()) {
    if (mayBeLeftOut(item) && isLeftOut(parseItem(item, 'the table'))) continue;
    named.add(item);
    await writer.add(item);
    count += 1;
    bytes += Buffer.byteLength(item);
    watch.items(count);
  }
  return { items: { count, bytes, segments: [...(await writer.end())] }, named };
}

interface KeptBlobs {
  readonly blobs: Lines;
  readonly copied: number;
  readonly copiedBytes: number;
  readonly mended: number;
  readonly lost: ReadonlySet<string>;
}

async function keepBlobs(
  { source, place, mend, watch }: BackupOrder,
  folder: string,
  named: BlobList,
): Promise<KeptBlobs> {
  const sizes = new Map<string, number>();
  const lost = new Set<string>();
  let [done, copied, copiedBytes, mended] = [0, 0, 0, 0];
  const copy = mend ? mendBlobs : copyBlobs;
  const total = BLOB_KINDS.reduce((sum, kind) => sum + named.keys(kind).length, 0);
  for (const kind of BLOB_KINDS) {
    await copy(source.shelves[kind], place.blobs, named.keys(kind), (outcome) => {
      done += 1;
      watch.blobs(done, total);
      // What an upstream gave and is not kept any more can be fetched again.
      if (!('size' in outcome)) return void (kind === 'own' && lost.add(outcome.key));
      sizes.set(outcome.key, outcome.size);
      if (outcome.kind === 'mended') mended += 1;
      if (outcome.kind !== 'copied') return;
      copied += 1;
      copiedBytes += outcome.size;
    });
  }
  const blobs = await listBlobs(place, folder, named, sizes);
  return { blobs, copied, copiedBytes, mended, lost };
}

async function listBlobs(
  place: BackupPlace,
  folder: string,
  named: BlobList,
  sizes: ReadonlyMap<string, number>,
): Promise<Lines> {
  const kindsOf = new Map<string, BlobKind[]>();
  for (const kind of BLOB_KINDS) {
    for (const key of named.keys(kind)) kindsOf.set(key, [...(kindsOf.get(key) ?? []), kind]);
  }
  const writer = writeLines(place, folder, 'blobs');
  let bytes = 0;
  for (const [key, size] of sizes) {
    await writer.add(toLine({ key, kinds: kindsOf.get(key) ?? [], size }));
    bytes += size;
  }
  return { count: sizes.size, bytes, segments: [...(await writer.end())] };
}

/** The SHA-256 of the sealed keys. */
async function keepKeys(
  { source, place, passphrase }: BackupOrder,
  id: string,
): Promise<string | null> {
  if (passphrase === undefined) return null;
  const sealed = await sealKeys(await source.secretKeys(), passphrase, id);
  await place.write(`${folderOf(id)}/${KEYS}`, sealed);
  return hash('sha256', sealed);
}

/** The file of a backup that has its sealed keys. */
export const KEYS = 'keys.json';
