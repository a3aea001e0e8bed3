import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';

/** Bytes that may wait for a slow client, and milliseconds that all others wait for it. */
const BUFFER = 16 * 1024 * 1024;
const PATIENCE = 5000;

/** Hands a client what comes in, but its end only when all of it was found right. */
export interface Outlet {
  readonly stream: Readable;
  /** The same pieces; each goes out when the next one is there. */
  through(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Lets the last piece go. */
  finish(): Promise<void>;
  /** Breaks off, so that the client knows that it has nothing. */
  fail(error: unknown): void;
}

export function createOutlet(): Outlet {
  const stream = new PassThrough({ highWaterMark: BUFFER });
  // A client that goes away keeps nobody from having the bytes.
  stream.on('error', () => {});
  let last: Uint8Array | undefined;
  const send = async (piece: Uint8Array): Promise<void> => {
    if (stream.destroyed || stream.write(piece)) return;
    try {
      await once(stream, 'drain', { signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      stream.destroy(new Error('the client takes too long'));
    }
  };
  return {
    stream,
    async *through(source) {
      for await (const piece of source) {
        if (last) await send(last);
        last = Buffer.from(piece);
        yield piece;
      }
    },
    async finish() {
      if (!stream.destroyed) stream.end(last);
    },
    fail(error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  };
}
