import type { BlobShelf } from './blob-shelf.ts';

/** Where backups lie: several of them, which share their blobs. */
export interface BackupPlace {
  /** As whoever runs the command wrote it. */
  readonly title: string;
  readonly blobs: BlobShelf;
  /** Undefined where there is none. Throws where it has more bytes than that. */
  read(name: string, limit: number): Promise<Uint8Array | undefined>;
  /** Writes a file whole or not at all; it survives a power failure when this resolves. */
  write(name: string, bytes: Uint8Array): Promise<void>;
  /** Names of all files below `backups/`. */
  list(): Promise<readonly string[]>;
}
