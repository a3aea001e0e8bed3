import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

import { BackupError } from '#store/backup/backup-error.ts';
import type { RestoreTarget, SecretKeys } from '#store/backup/registry-sides.ts';
import { saveItems } from '#store/backup/save-item.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';

import { type DataPlaces, openDataFolder } from '../data-folder.ts';
import { writeKey } from '../folder/key-file.ts';
import { LOCK } from '../folder/lock.ts';
import { openSealer } from '../folder/sealer.ts';
import { openSigner } from '../folder/signer.ts';
import { isCode, openIncoming, syncFolder } from '../folder/write-file.ts';
import { openTable } from '../table/client.ts';
import { openFolderShelf } from './folder-shelf.ts';
import { openTableSnapshot } from './table-snapshot.ts';
import { openWriteBatch } from './write-batch.ts';

/** A data folder to restore into, for this process alone. Throws FolderInUseError. */
export function openDataFolderTarget(data: string): RestoreTarget {
  const folder = openDataFolder(data);
  let table: ReturnType<typeof openTable> | undefined;
  const opened = (): ReturnType<typeof openTable> => {
    table ??= openTable({ file: folder.table, schema: TABLE_SCHEMA });
    return table;
  };
  const cached = path.join(folder.upstream, 'blobs');
  return {
    kind: 'folder',
    unseen: true,
    async begin(backup, goesOn) {
      await begin(folder, backup, goesOn);
      for (const each of [folder.blobs, cached]) openIncoming(path.join(each, 'incoming'));
    },
    save: async (items) => saveItems(opened(), await opened().insert(items)),
    shelves: {
      own: openFolderShelf(folder.blobs, names(folder.blobs)),
      cached: openFolderShelf(cached, names(cached)),
    },
    async keepKeys(keys) {
      await keepKeys(folder, keys);
      return [];
    },
    async publicKeys() {
      const signer = await openSigner(folder.signingKey);
      await openSealer(folder.sealingKey);
      return signer.publicKeys();
    },
    async *items() {
      const snapshot = openTableSnapshot(folder.table);
      yield* snapshot.items(new Date(0));
      snapshot.close();
    },
    async finish() {
      opened();
      rmSync(folder.restoring);
      await syncFolder(folder.root);
    },
    async close() {
      table?.close();
      folder.unlock();
    },
  };
}

/** Names below the folder of what is incoming there, which begin() empties. */
function names(folder: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return path.join(folder, 'incoming', count.toString(36));
  };
}

async function begin(
  { root, restoring }: DataPlaces,
  backup: string,
  goesOn: boolean,
): Promise<void> {
  const begun = readIfThere(restoring);
  const temporary = `${restoring}.tmp`;
  if (goesOn && begun === backup) return;
  if (goesOn) {
    throw new BackupError(
      begun === undefined
        ? `no restore into ${root} was interrupted: leave --continue out`
        : `another backup was being restored into ${root}: continue with --backup ${begun}`,
    );
  }
  if (
    readdirSync(root).some((name) => !name.startsWith(LOCK) && name !== path.basename(temporary))
  ) {
    throw new BackupError(
      begun === undefined
        ? `${root} is not empty: restore into a new folder`
        : `a restore into ${root} was interrupted: run it again with --continue, or restore into a new folder`,
    );
  }
  rmSync(temporary, { force: true });
  const bytes = Buffer.from(backup);
  const batch = openWriteBatch(root, () => temporary);
  await batch.write(restoring, { size: bytes.length, bytes });
  await batch.settle();
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/** The same key twice is a restore that goes on; another one was made when it was begun without keys. */
async function keepKeys(
  { root, signingKey, sealingKey }: DataPlaces,
  { signing, sealing }: SecretKeys,
): Promise<void> {
  for (const [file, key] of [
    [signingKey, signing],
    [sealingKey, sealing],
  ] as const) {
    const there = readIfThere(file);
    if (key === undefined || there === key) continue;
    if (there !== undefined) {
      throw new BackupError(
        `the restore into ${root} was begun without the keys of the backup and has made new ones: go on with --continue --without-keys, or restore into a new folder to have them`,
      );
    }
    await writeKey(file, key);
  }
}
