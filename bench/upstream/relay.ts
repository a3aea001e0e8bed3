import { pipeline } from 'node:stream/promises';
import { constants, gzipSync } from 'node:zlib';

import type { Answer } from './loopback.ts';
import { listen } from './loopback.ts';

/** An address on this machine for a registry elsewhere, which counts what passes and can be closed. */
export interface Relay {
  readonly url: string;
  /** Requests so far. */
  readonly counts: { documents: number; tarballs: number };
  /** From then on its address refuses. */
  close(): Promise<void>;
}

const FORWARDED = ['accept', 'if-none-match'] as const;

/** Relays to the registry of that URL; documents name tarballs at the relay. */
export async function startRelay(target: string): Promise<Relay> {
  const counts = { documents: 0, tarballs: 0 };
  let url = '';
  const relay: Answer = (request, response) => {
    const path = request.url ?? '/';
    counts[path.includes('/-/') ? 'tarballs' : 'documents'] += 1;
    const headers = Object.fromEntries(
      FORWARDED.flatMap((name) => {
        const { [name]: value } = request.headers;
        return value === undefined ? [] : [[name, value]];
      }),
    );
    forward(new URL(target + path), headers, { from: target, to: url }, response).catch(() =>
      response.destroy(),
    );
  };
  const listening = await listen(relay);
  ({ url } = listening);
  return { url, counts, close: listening.close };
}

async function forward(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { from, to }: { readonly from: string; readonly to: string },
  response: Parameters<Answer>[1],
): Promise<void> {
  const answer = await fetch(url, { headers });
  const [type, etag] = ['content-type', 'etag'].map((name) => answer.headers.get(name) ?? '');
  const described = { 'content-type': type, ...(etag && { etag }) };
  if (!type?.includes('json')) {
    const length = answer.headers.get('content-length');
    response.writeHead(answer.status, {
      ...described,
      ...(length !== null &&
        !answer.headers.has('content-encoding') && { 'content-length': length }),
    });
    if (answer.body) await pipeline(answer.body, response);
    else response.end();
    return;
  }
  const text = (await answer.text()).replaceAll(from, to);
  const body = gzipSync(text, { level: constants.Z_BEST_SPEED });
  response.writeHead(answer.status, { ...described, 'content-encoding': 'gzip' }).end(body);
}
