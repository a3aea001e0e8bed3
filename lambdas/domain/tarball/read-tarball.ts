import { createHash, hash, type Hash } from 'node:crypto';

import { createGunzip } from './gunzip.ts';
import type { Content, TarEntry, TarVisitor } from './tar-entries.ts';
import { createTarReader } from './tar-reader.ts';

/** One file of a published tarball. */
export interface PackedFile {
  readonly path: string;
  readonly size: number;
  /** In hex; undefined where the reading ended before the file did. */
  readonly sha256: string | undefined;
  /** Which entry of the archive it is. Of a path that comes twice the last one counts, as for who installs it. */
  readonly position: number;
}

export interface ReadTarball {
  /** By their paths below the package's folder. */
  readonly files: ReadonlyMap<string, PackedFile>;
  /** What was wanted and found. */
  readonly contents: ReadonlyMap<string, Buffer>;
  readonly ending: Ending;
}

/** Why the reading ended. `end`: all was read; `enough`: all that was wanted; otherwise by a limit. */
export type Ending = 'end' | 'enough' | 'bytes' | 'files' | 'time';

export interface Reading {
  /** Bytes that are unpacked, and entries. */
  readonly bytes: number;
  readonly entries: number;
  /** Whether there is no time left. */
  readonly expired: () => boolean;
  /** Paths whose content is wanted, and how many bytes of each. */
  readonly wanted: ReadonlyMap<string, number>;
  /** Reads no further than this entry, and lists nothing. */
  readonly last?: number;
}

/**
 * Reads a tarball that was accepted once: what is in it, and some of its contents. It takes a piece of it at a time, so
 * that memory depends on what is wanted and not on what somebody packed.
 */
export async function readTarball(
  source: AsyncIterable<Uint8Array>,
  reading: Reading,
): Promise<ReadTarball> {
  const collector = createCollector(reading);
  const tar = createTarReader(collector);
  let room = reading.bytes;
  const gunzip = createGunzip((bytes) => {
    if (reading.expired()) throw new Stopped('time');
    tar.write(bytes.subarray(0, room));
    room -= bytes.length;
    if (room < 0) throw new Stopped('bytes');
  });
  try {
    for await (const chunk of source) await gunzip.write(chunk);
    await gunzip.end();
    return collector.close('end');
  } catch (error) {
    if (error instanceof Stopped) return collector.close(error.ending);
    throw error;
  } finally {
    gunzip.abort();
  }
}

/** Ends a reading from within. */
class Stopped extends Error {
  readonly ending: Ending;

  constructor(ending: Ending) {
    super(ending);
    this.ending = ending;
  }
}

interface Collector extends TarVisitor {
  close(ending: Ending): ReadTarball;
}

interface Open {
  readonly path: string;
  readonly size: number;
  readonly position: number;
  left: number;
  /** Of what came in several pieces. */
  hashing: Hash | undefined;
  sha256: string | undefined;
}

function createCollector({ entries, wanted, last }: Reading): Collector {
  const files = new Map<string, PackedFile>();
  const pieces = new Map<string, Buffer[]>();
  let position = -1;
  let open: Open | undefined;
  const finish = (): void => {
    if (!open || last !== undefined) return;
    const { path, size, left, hashing } = open;
    const sha256 = left === 0 ? (open.sha256 ?? hashing?.digest('hex')) : undefined;
    files.set(path, { path, size, sha256, position: open.position });
    open = undefined;
  };
  return {
    header: () => undefined,
    entry(entry) {
      finish();
      position += 1;
      if (position >= entries) throw new Stopped('files');
      if (last !== undefined && position > last) throw new Stopped('enough');
      if (entry.kind === 'folder') return undefined;
      open = begin(entry, position);
      const keep = keeper(entry, wanted, pieces);
      return last === undefined ? taker(open, keep) : keep;
    },
    close(ending) {
      finish();
      const contents = [...pieces].map(([path, all]) => [path, Buffer.concat(all)] as const);
      return { files, contents: new Map(contents), ending };
    },
  };
}

const begin = ({ path, size }: TarEntry, position: number): Open => ({
  path,
  size,
  position,
  left: size,
  hashing: undefined,
  sha256: size === 0 ? NOTHING : undefined,
});

const NOTHING = hash('sha256', '');

/** Most files come in one piece: thousands of hashes that are open for a while would be memory by the hundred MB. */
const taker =
  (open: Open, keep: Content | undefined): Content =>
  (bytes) => {
    open.left -= bytes.length;
    if (bytes.length === open.size) open.sha256 = hash('sha256', bytes);
    else (open.hashing ??= createHash('sha256')).update(bytes);
    keep?.(bytes);
  };

/** Keeps the first bytes of what is wanted; what came before under the same path is forgotten. */
function keeper(
  { path }: TarEntry,
  wanted: Reading['wanted'],
  pieces: Map<string, Buffer[]>,
): Content | undefined {
  const limit = wanted.get(path);
  if (limit === undefined) return undefined;
  const kept: Buffer[] = [];
  pieces.set(path, kept);
  let left = limit;
  return (bytes) => {
    if (left === 0) return;
    const piece = bytes.subarray(0, left);
    kept.push(Buffer.from(piece));
    left -= piece.length;
  };
}
