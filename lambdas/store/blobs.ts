import type { Digests } from '#domain/integrity.ts';

/** Bytes that were received but have no name yet; nobody sees them until they are kept. */
export interface ReceivedBlob {
  readonly digests: Digests;
  readonly size: number;
  /** Gives them their name, once; the same bytes kept twice are one blob. */
  readonly keep: () => Promise<'created' | 'exists'>;
  /** Lets go of what was not kept. Does nothing after `keep`. */
  readonly discard: () => Promise<void>;
}

export interface BlobInfo {
  /** SHA-512 in hex. */
  readonly key: string;
  readonly size: number;
  readonly modifiedAt: Date;
}

/** First and last byte, both included, as HTTP counts them. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * Immutable bytes under the SHA-512 of their content. Written once, never changed: the semantics of
 * `PutObject` with `If-None-Match: *`.
 */
export interface Blobs {
  /** Takes in a stream as it comes, hashing it on the way. Rejects with the stream's own error. */
  receive(source: AsyncIterable<Uint8Array>): Promise<ReceivedBlob>;
  /** Size and age, or undefined where there is no such blob. */
  find(key: string): Promise<BlobInfo | undefined>;
  /** The bytes, or a range of them. The stream fails when there is no such blob. */
  read(key: string, range?: ByteRange): AsyncIterable<Uint8Array>;
}

/** Blobs as the collector of those that nobody names sees them. */
export interface BlobInventory extends Blobs {
  /**
   * Removes a blob unless it was kept (again) since then. The check and the removal are one step, so
   * that a publish which finds the blob there never loses it.
   */
  removeUnlessKept(key: string, since: Date): Promise<boolean>;
  list(): AsyncIterable<BlobInfo>;
}

/** All of a small blob, such as a README. */
export async function readWhole(blobs: Blobs, key: string): Promise<Buffer> {
  return Buffer.concat(await Array.fromAsync(blobs.read(key)));
}

/** Takes in what is at hand. */
export const receiveBytes = async (
  blobs: Blobs,
  content: Uint8Array | string,
): Promise<ReceivedBlob> => blobs.receive(toStream(Buffer.from(content)));

/** Keeps what is at hand, at once. */
export async function keepBytes(blobs: Blobs, bytes: Uint8Array): Promise<Digests> {
  const received = await receiveBytes(blobs, bytes);
  await received.keep();
  return received.digests;
}

async function* toStream(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
