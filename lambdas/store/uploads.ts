import type { Part, ReceivedPart } from '#domain/upload-parts.ts';

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

/** A session whose bytes come in parts. */
export interface PartedUpload {
  readonly key: string;
  /** What begin() answered. */
  readonly handle: string;
}

/** One of its parts, before it is there. */
export interface AwaitedPart extends PartedUpload {
  readonly part: Part;
  readonly expiresAt: Date;
}

/** Bytes that come in parts: in any order, at the same time, each as often as need be. */
export interface UploadParts {
  /** What the session is called here, besides its key; may be nothing. */
  begin(key: string): Promise<string>;
  /** Lets whoever has the answer put exactly this part. */
  target(awaited: AwaitedPart): Promise<UploadTarget>;
  /** `whole`: they were joined. Undefined: there is no such session. */
  received(upload: PartedUpload): Promise<readonly ReceivedPart[] | 'whole' | undefined>;
  /**
   * Makes of them what one PUT would have made, unless some are missing: then these. Undefined: there is no
   * such session any more, it may have been joined before.
   */
  join(upload: PartedUpload, parts: readonly Part[]): Promise<readonly Part[] | undefined>;
}

/** Tarballs on their way in, beside the API: too large for its events, or for one breath. */
export interface Uploads {
  /** Lets whoever has the answer put exactly so many bytes; until it expires, as often as need be. */
  open(upload: AwaitedUpload): Promise<UploadTarget>;
  /** Undefined where nothing was put. */
  find(key: string): Promise<StagedUpload | undefined>;
  readonly parts: UploadParts;
  /** Once they are published, or nobody wants them. */
  remove(key: string): Promise<void>;
}
