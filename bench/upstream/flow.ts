import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { setTimeout as wait } from 'node:timers/promises';

import { noise } from '../documents/noise.ts';
import { documentAnswer } from './documents.ts';
import type { LoopbackUpstream } from './loopback.ts';

const PIECE = 64 * 1024;
const TURN = noise('a tarball that flows', 16 * PIECE);

/** A large tarball that is never in memory: the same bytes over and over, after some of its own. */
export interface FlowingVersion {
  readonly version: string;
  readonly size: number;
  /** Bytes a second that are sent; undefined: as many as are taken. */
  readonly rate?: number;
}

/** Puts a package there whose tarballs flow. */
export function serveFlowing(
  upstream: LoopbackUpstream,
  name: string,
  versions: readonly FlowingVersion[],
): void {
  const manifests = versions.map((flowing) => {
    const { version, size, rate } = flowing;
    const path = flowingPath(name, version);
    upstream.answer(path, (_request, response) => {
      response.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-length': size,
      });
      // Who goes away ends it.
      pipeline(paced(pieces(flowing), rate), response).catch(() => undefined);
    });
    return { name, version, dist: { ...digests(flowing), tarball: `${upstream.url}${path}` } };
  });
  upstream.answer(`/${name}`, documentAnswer(name, manifests));
}

/** Where the tarball of such a version is. */
export const flowingPath = (name: string, version: string): string =>
  `/${name}/-/${name.slice(name.indexOf('/') + 1)}-${version}.tgz`;

function* pieces({ version, size }: FlowingVersion): Generator<Buffer> {
  yield noise(version, Math.min(PIECE, size));
  for (let at = PIECE; at < size; at += PIECE) {
    const from = at % TURN.length;
    yield TURN.subarray(from, from + Math.min(PIECE, size - at));
  }
}

function digests(flowing: FlowingVersion) {
  const [sha512, sha1] = [createHash('sha512'), createHash('sha1')];
  for (const piece of pieces(flowing)) {
    sha512.update(piece);
    sha1.update(piece);
  }
  return { integrity: `sha512-${sha512.digest('base64')}`, shasum: sha1.digest('hex') };
}

async function* paced(source: Iterable<Buffer>, rate: number | undefined): AsyncGenerator<Buffer> {
  const started = performance.now();
  let sent = 0;
  for (const piece of source) {
    const early = rate === undefined ? 0 : started + (1000 * sent) / rate - performance.now();
    if (early > 1) await wait(early);
    sent += piece.length;
    yield piece;
  }
}
