import { createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { BlobShelf } from '#store/backup/blob-shelf.ts';
import type { BackupSource, SecretKeys } from '#store/backup/registry-sides.ts';

import { placesIn } from '../data-folder.ts';
import { publicKeyOf } from '../folder/signer.ts';
import { isCode } from '../folder/write-file.ts';
import { openFolderShelf } from './folder-shelf.ts';
import { refuseHalfRestored } from './restoring.ts';
import { openTableSnapshot, type TableSnapshot } from './table-snapshot.ts';

/** A data folder to back up, whether or not a registry runs on it. Throws BackupError. */
export function openDataFolderSource(data: string, now: () => Date): BackupSource {
  const places = placesIn(data);
  refuseHalfRestored(places);
  const table = openTableSnapshot(places.table);
  const secretKeys = async (): Promise<SecretKeys> => ({
    signing: await readKey(places.signingKey),
    sealing: await readKey(places.sealingKey),
  });
  return {
    kind: 'folder',
    async *items() {
      yield* table.items(now());
    },
    shelves: {
      own: withJournal(openFolderShelf(places.blobs), table),
      cached: openFolderShelf(path.join(places.upstream, 'blobs')),
    },
    async publicKeys() {
      const { signing } = await secretKeys();
      return signing === undefined ? [] : [publicKeyOf(createPublicKey(signing))];
    },
    secretKeys,
    close: async () => table.close(),
  };
}

/** A small blob is in the journal until it has its file, and may get that between two looks. */
const withJournal = (files: BlobShelf, table: TableSnapshot): BlobShelf => ({
  ...files,
  read: async (key) => (await files.read(key)) ?? table.journaled(key) ?? files.read(key),
});

async function readKey(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}
