import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';

/** How an answer came in. */
export interface Transfer {
  readonly status: number;
  readonly bytes: number;
  /** Until the first byte of the body, in milliseconds. */
  readonly first: number;
  /** Until the last one, in milliseconds. */
  readonly whole: number;
  /** Whether it came to its end. */
  readonly complete: boolean;
}

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  /** Bytes a second that are taken; undefined: as many as come. */
  readonly rate?: number;
}

/** Asks over a connection of its own, and lets go of what comes. */
export async function transfer(url: string, { headers, rate }: Asked = {}): Promise<Transfer> {
  const started = performance.now();
  const since = (): number => performance.now() - started;
  const request = get(url, { agent: false, ...(headers && { headers }) });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  let bytes = 0;
  let first = Number.NaN;
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      if (bytes === 0) first = since();
      bytes += piece.length;
      const early = rate === undefined ? 0 : (1000 * bytes) / rate - since();
      if (early > 1) await wait(early);
    }
  } catch {
    // It says so by being incomplete.
  }
  const { statusCode: status = 0, complete } = response;
  return { status, bytes, first, whole: since(), complete };
}
