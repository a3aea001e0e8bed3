import { mkdirSync } from 'node:fs';
import path from 'node:path';

import { lockFolder } from './folder/lock.ts';

/** The places in a registry's data folder. */
export interface DataPlaces {
  readonly root: string;
  readonly table: string;
  readonly blobs: string;
  /** Beside the blobs, so that one becomes the other without being copied. */
  readonly uploads: string;
  readonly documents: string;
  /** READMEs as pages show them, which can be rendered again. */
  readonly readmes: string;
  /** What upstreams gave, which can be fetched again. */
  readonly upstream: string;
  /** Whose signatures of provenance are believed, which can be fetched again. */
  readonly trust: string;
  /** Downloads that are not added up yet. */
  readonly downloads: string;
  readonly search: string;
  readonly signingKey: string;
  /** What second factors are sealed with. */
  readonly sealingKey: string;
  /** Where a running registry says how it can be reached. */
  readonly running: string;
  /** Says which backup is being restored into the folder. */
  readonly restoring: string;
}

/** A data folder that this process alone works on. */
export interface DataFolder extends DataPlaces {
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
  const places = placesIn(folder);
  mkdirSync(places.root, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(places.root, (cause) => {
    throw new FolderInUseError(
      `another registry is running on ${places.root}: stop it first, or choose another folder with --data`,
      { cause },
    );
  });
  return { ...places, unlock };
}

/** Where things are in a data folder, whether or not somebody works on it. */
export function placesIn(folder: string): DataPlaces {
  const root = path.resolve(folder);
  return {
    root,
    table: path.join(root, 'table.db'),
    blobs: path.join(root, 'blobs'),
    uploads: path.join(root, 'blobs', 'uploads'),
    documents: path.join(root, 'documents'),
    readmes: path.join(root, 'readmes'),
    upstream: path.join(root, 'upstream'),
    trust: path.join(root, 'trust'),
    downloads: path.join(root, 'downloads'),
    search: path.join(root, 'search.db'),
    signingKey: path.join(root, 'keys', 'signing.pem'),
    sealingKey: path.join(root, 'keys', 'sealing.key'),
    running: path.join(root, 'running.json'),
    restoring: path.join(root, 'restoring.json'),
  };
}
