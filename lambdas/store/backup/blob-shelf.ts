/** A blob's bytes: at once where they are few, else as they come. */
export type BlobContent =
  | {
      readonly size: number;
      readonly bytes: Uint8Array;
      /** Where they are lent: says that nobody looks at them any more, and another blob's may take their place. */
      readonly giveBack?: () => void;
    }
  | { readonly size: number; readonly stream: AsyncIterable<Uint8Array> };

/** Blobs by the SHA-512 of their content in hex: those of a registry, or those of a backup. */
export interface BlobShelf {
  /** Sizes of the blobs whose keys begin with these two digits. */
  sizes(shard: string): Promise<ReadonlyMap<string, number>>;
  /** Undefined where there is no such blob. */
  read(key: string): Promise<BlobContent | undefined>;
  /** Writes a blob whole or not at all, over another one of its key: a stream that fails leaves nothing. */
  write(key: string, content: BlobContent): Promise<void>;
  /** Resolves when what was written survives a power failure. */
  settle(): Promise<void>;
  /** Where they are files of this machine, their folder. */
  readonly folder?: string;
  /** Check blobs of this shelf; missing: whoever wants it does it. */
  readonly checkers?: () => BlobCrew;
  /** Copy blobs of a folder to this shelf, each checked; missing: whoever wants it does it. */
  readonly copiers?: (folder: string) => BlobCrew;
}

/** Other threads that work on blobs, while this one does something else. */
export interface BlobCrew {
  /** Any number may be asked for at a time: they wait for their turn. */
  work(key: string): Promise<BlobOutcome>;
  /** When nothing is under way any more. */
  end(): Promise<void>;
}

/** What became of a blob. */
export type BlobOutcome =
  | { readonly kind: 'copied' | 'there' | 'mended'; readonly key: string; readonly size: number }
  | { readonly kind: 'missing' | 'damaged'; readonly key: string };

/** Two digits that a blob is found below, in folders and in buckets. */
export const shardOf = (key: string): string => key.slice(0, 2);
