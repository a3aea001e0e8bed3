import { once } from 'node:events';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes that may wait for a slow client, and milliseconds that all others wait for it, once. */
const BUFFER = 16 * 1024 * 1024;
const PATIENCE = 5000;

/** Hands a client what comes in, but its end only when all of it was found right. */
export interface Outlet {
  readonly stream: Readable;
  /** The same pieces; each goes out when the next one is there. */
  through(source: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array>;
  /** Lets the last piece go; a client that fell behind gets what it lacks from where it is kept. */
  finish(kept: (from: number) => AsyncIterable<Uint8Array>): void;
  /** Breaks off, so that the client knows that it has nothing. */
  fail(error: unknown): void;
}

export function createOutlet(): Outlet {
  const stream = new PassThrough({ highWaterMark: BUFFER });
  // A client that goes away keeps nobody from having the bytes.
  stream.on('error', () => {});
  let last: Uint8Array | undefined;
  let sent = 0;
  let behind = false;
  const send = async (piece: Uint8Array): Promise<void> => {
    if (behind || stream.destroyed) return;
    sent += piece.length;
    if (stream.write(piece)) return;
    try {
      await once(stream, 'drain', { signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      behind = true;
    }
  };
  return {
    stream,
    async *through(source) {
      for await (const piece of source) {
        if (last) await send(last);
        last = piece;
        yield piece;
      }
    },
    finish(kept) {
      if (stream.destroyed) return;
      if (!behind) return void stream.end(last);
      // Nobody waits for it: who goes away now has nothing to be told.
      pipeline(kept(sent), stream).catch(() => undefined);
    },
    fail(error) {
      stream.destroy(error instanceof Error ? error : new Error(String(error)));
    },
  };
}
