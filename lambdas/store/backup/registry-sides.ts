import type { PublicKey } from '#store/signer.ts';
import type { Item } from '#store/table.ts';

import type { BlobShelf } from './blob-shelf.ts';

/** Which of a registry's blobs: those of people here, or those that upstreams gave. */
export const BLOB_KINDS = ['own', 'cached'] as const;
export type BlobKind = (typeof BLOB_KINDS)[number];

/** What a registry must not lose and does not keep in its table. */
export interface SecretKeys {
  /** The key that versions are signed with, in PEM; missing where it can't be had. */
  readonly signing?: string | undefined;
  /** The key that second factors are sealed with, in base64; missing where there is none yet. */
  readonly sealing?: string | undefined;
}

export type Shelves = Readonly<Record<BlobKind, BlobShelf>>;

/** A registry that is backed up. */
export interface BackupSource {
  readonly kind: 'folder' | 'aws';
  /** Each item as JSON, each once. What they say together is what docs/backup.md promises. */
  items(): AsyncIterable<string>;
  readonly shelves: Shelves;
  /** What signatures of its versions verify with. */
  publicKeys(): Promise<readonly PublicKey[]>;
  secretKeys(): Promise<SecretKeys>;
  close(): Promise<void>;
}

/** A registry that a backup is restored to. */
export interface RestoreTarget {
  readonly kind: 'folder' | 'aws';
  /** Nobody reads it until finish(): items may come before the blobs that they name. */
  readonly unseen: boolean;
  /**
   * Makes sure that nothing is there, or what an interrupted restore of the same backup left, and notes that one
   * is under way. Throws BackupError.
   */
  begin(backup: string, goesOn: boolean): Promise<void>;
  /** Writes items, each unless the very same is there. Throws BackupError where another one is. */
  save(items: readonly Item[]): Promise<void>;
  readonly shelves: Shelves;
  /** Puts keys where the registry looks for them. Says which it could not take. */
  keepKeys(keys: SecretKeys): Promise<readonly (keyof SecretKeys)[]>;
  publicKeys(): Promise<readonly PublicKey[]>;
  /** Every item as JSON. */
  items(): AsyncIterable<string>;
  /** The restore is complete. */
  finish(): Promise<void>;
  close(): Promise<void>;
}
