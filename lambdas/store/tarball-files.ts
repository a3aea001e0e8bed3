import { unavailable } from '#domain/errors.ts';
import { blobKey } from '#domain/integrity.ts';
import { type PackedFile, readTarball, type ReadTarball } from '#domain/tarball/read-tarball.ts';
import type { Blobs } from '#store/blobs.ts';
import { keepResults } from '#store/kept-results.ts';
import { createLine } from '#store/line.ts';

/** What one look into a tarball may take: some two seconds of a core. */
const BYTES = 256 * 2 ** 20;
const ENTRIES = 50_000;
const MILLISECONDS = 10_000;

/** Tarballs that a process reads at once, and how many more may wait. */
const AT_ONCE = 2;
const WAITING = 16;

/** Bytes that the lists of tarballs read lately may take, by estimate. */
const KEPT = 32 * 2 ** 20;
const PER_FILE = 220;

/** What is in a tarball, as far as it was read. */
export type TarballList = Pick<ReadTarball, 'files' | 'ending'>;

/** The list of a tarball's files, and the first bytes of those that are wanted, by path. */
export async function openTarball(
  blobs: Blobs,
  integrity: string,
  wanted: ReadonlyMap<string, number> = new Map(),
): Promise<ReadTarball> {
  const key = blobKey(integrity);
  const known = lists.find(key);
  if (known && lastOf(known.files, wanted) < 0) return { ...known, contents: new Map() };
  return inTurn(async () => {
    const until = Date.now() + MILLISECONDS;
    const list = lists.find(key);
    const last = list && lastOf(list.files, wanted);
    const found = await readTarball(blobs.read(key), {
      bytes: BYTES,
      entries: ENTRIES,
      expired: () => Date.now() > until,
      wanted,
      ...(last !== undefined && { last }),
    });
    if (list) return { ...list, contents: found.contents };
    // What time cut off may come further the next time.
    const { files, ending } = found;
    if (ending !== 'time') lists.keep(key, { files, ending }, weigh(files));
    return found;
  });
}

/** The last entry whose content is wanted, or -1. */
const lastOf = (
  files: ReadonlyMap<string, PackedFile>,
  wanted: ReadonlyMap<string, number>,
): number =>
  [...wanted.keys()].reduce((last, path) => Math.max(last, files.get(path)?.position ?? -1), -1);

const inTurn = createLine({
  atOnce: AT_ONCE,
  waiting: WAITING,
  milliseconds: MILLISECONDS,
  busy: () =>
    unavailable(
      'many packages are being opened at the moment: load this page again in some seconds',
    ),
});

const weigh = (files: TarballList['files']): number => {
  let bytes = 1000;
  for (const path of files.keys()) bytes += PER_FILE + 2 * path.length;
  return bytes;
};

/** By the hash of their tarball, which never changes. */
const lists = keepResults<TarballList>(KEPT);
