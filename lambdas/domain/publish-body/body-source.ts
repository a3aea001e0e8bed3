/** A body that is read piece by piece: who reads moves `at` forward. */
export interface BodySource {
  chunk: Buffer;
  at: number;
  /** Whether there is a byte at `at`; reads the next chunk where the last one is used up. */
  fill(): Promise<boolean>;
  /** Tells the sender's side that nobody reads on. */
  close(): Promise<void>;
}

const NOTHING = Buffer.alloc(0);

export function openBody(body: AsyncIterable<Uint8Array>): BodySource {
  const iterator = body[Symbol.asyncIterator]();
  let reading = false;
  const next = async (): Promise<Buffer | undefined> => {
    reading = true;
    try {
      const { done, value } = await iterator.next();
      return done === true ? undefined : asBuffer(value);
    } finally {
      reading = false;
    }
  };
  const stop = async (): Promise<void> => {
    await iterator.return?.();
  };
  const source: BodySource = {
    chunk: NOTHING,
    at: 0,
    async fill() {
      while (source.at >= source.chunk.length) {
        // oxlint-disable-next-line no-await-in-loop -- one chunk after the other
        const chunk = await next();
        if (chunk === undefined) return false;
        source.chunk = chunk;
        source.at = 0;
      }
      return true;
    },
    async close() {
      const stopped = stop().catch(() => undefined);
      // An async generator answers return() after its pending next(): a stalled sender's never comes.
      if (!reading) await stopped;
    },
  };
  return source;
}

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
