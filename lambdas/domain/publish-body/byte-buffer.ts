/** Bytes collected up to a limit. They are copied, so that no chunk of the network is kept alive. */
export interface ByteBuffer {
  readonly length: number;
  /** How many bytes may still be appended. */
  readonly room: number;
  append(bytes: Uint8Array): void;
  /** What has been collected from an offset on; valid until the next append. */
  from(offset: number): Buffer;
}

const FIRST_CAPACITY = 16 * 1024;

/** `overflow` makes the error for more than `limit` bytes. */
export function createByteBuffer(limit: number, overflow: () => Error): ByteBuffer {
  let bytes = Buffer.allocUnsafe(Math.min(limit, FIRST_CAPACITY));
  let length = 0;
  const grow = (needed: number): void => {
    const larger = Buffer.allocUnsafe(Math.min(limit, Math.max(needed, bytes.length * 2)));
    bytes.copy(larger, 0, 0, length);
    bytes = larger;
  };
  return {
    get length() {
      return length;
    },
    get room() {
      return limit - length;
    },
    append(more) {
      const needed = length + more.length;
      if (needed > limit) throw overflow();
      if (needed > bytes.length) grow(needed);
      bytes.set(more, length);
      length = needed;
    },
    from: (offset) => bytes.subarray(offset, length),
  };
}
