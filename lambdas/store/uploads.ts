/** Bytes that shall be put under a key. */
export interface AwaitedUpload {
  readonly key: string;
  readonly size: number;
  readonly expiresAt: Date;
}

/** Where a client puts the bytes by one PUT, without a token of ours. */
export interface UploadTarget {
  /** Relative to the registry's own URL where the registry takes the bytes itself. */
  readonly url: string;
  /** Must be sent just so. */
  readonly headers: Readonly<Record<string, string>>;
}

/** What was put, as it was when it was asked for: what is put afterwards is not in it. */
export interface StagedUpload {
  readonly size: number;
  read(): AsyncIterable<Uint8Array>;
  /** Makes a blob of it, without its bytes passing through here. */
  keepAs(blob: string): Promise<void>;
  /** Lets go of what was found; the bytes stay for another attempt. */
  close(): Promise<void>;
}

/** Tarballs on their way in, beside the API: too large for its events, or for one breath. */
export interface Uploads {
  /** Lets whoever has the answer put exactly so many bytes; until it expires, as often as need be. */
  open(upload: AwaitedUpload): Promise<UploadTarget>;
  /** Undefined where nothing was put. */
  find(key: string): Promise<StagedUpload | undefined>;
  /** Once they are published, or nobody wants them. */
  remove(key: string): Promise<void>;
}
