import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The places in a registry's data folder. */
export interface DataFolder {
  readonly root: string;
  readonly table: string;
  readonly blobs: string;
  /** Beside the blobs, so that one becomes the other without being copied. */
  readonly uploads: string;
  readonly documents: string;
  /** What upstreams gave, which can be fetched again. */
  readonly upstream: string;
  /** Whose signatures of provenance are believed, which can be fetched again. */
  readonly trust: string;
  readonly search: string;
  readonly signingKey: string;
  /** What second factors are sealed with. */
  readonly sealingKey: string;
  /** Where a running registry says how it can be reached. */
  readonly running: string;
  unlock(): void;
}

/** Somebody else works on the folder. */
export class FolderInUseError extends Error {
  override readonly name = 'FolderInUseError';
}

/**
 * Takes a data folder for this process alone. The lock is the operating system's, so that no crash
 * leaves one behind. Throws {@link FolderInUseError}.
 */
export function openDataFolder(folder: string): DataFolder {
  const root = path.resolve(folder);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(path.join(root, 'lock'));
  try {
    lock.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    throw new FolderInUseError(
      `another registry is running on ${root}: stop it first, or choose another folder with --data`,
      { cause },
    );
  }
  return {
    root,
    table: path.join(root, 'table.db'),
    blobs: path.join(root, 'blobs'),
    uploads: path.join(root, 'blobs', 'uploads'),
    documents: path.join(root, 'documents'),
    upstream: path.join(root, 'upstream'),
    trust: path.join(root, 'trust'),
    search: path.join(root, 'search.db'),
    signingKey: path.join(root, 'keys', 'signing.pem'),
    sealingKey: path.join(root, 'keys', 'sealing.key'),
    running: path.join(root, 'running.json'),
    unlock: () => lock.close(),
  };
}
