import type { DiffBounds } from '#domain/diff/bounded-diffs.ts';
import { type FileChange, fileChanges } from '#domain/diff/file-changes.ts';
import { unavailable } from '#domain/errors.ts';
import type { Release } from '#domain/package.ts';
import { keepResults } from '#store/kept-results.ts';
import { createLine } from '#store/line.ts';
import type { Services } from '#store/services.ts';
import { openTarball } from '#store/tarball-files.ts';
import type { ChangedFiles, FileDiff, ShownDiff } from '#web/package/diff/file-diff.ts';

import { compareContents, type Contents } from './compare-contents.ts';
import { isWhole } from './file-view.ts';

type Stores = Pick<Services, 'blobs' | 'rendering'>;

/** The two versions that are compared. */
export interface Pair {
  readonly from: Release;
  readonly to: Release;
}

/** Files that one page lists, how many of them it also compares line by line, and what all that may take. */
const LISTED = 100;
const COMPARED = 30;
const LARGEST = 256 * 1024;
const TOGETHER = 4 * 2 ** 20;
const FIRST: DiffBounds = {
  milliseconds: 150,
  edits: 1500,
  lines: 120,
  width: 300,
  all: { lines: 600, milliseconds: 1000 },
};

/** Of one file that is looked at alone. */
const ALONE: DiffBounds = {
  milliseconds: 300,
  edits: 3000,
  lines: 6000,
  width: 4000,
  all: { lines: 6000, milliseconds: 300 },
};
const LARGEST_ALONE = 1024 * 1024;

/** Comparing takes a core, and texts that are held: one pair of versions at a time. */
const inTurn = createLine({
  atOnce: 1,
  waiting: 8,
  milliseconds: 10_000,
  busy: () =>
    unavailable(
      'many versions are being compared at the moment: load this page again in some seconds',
    ),
});

/** What came of files that were looked at alone, by their contents: who asks again is answered at once. */
const alone = keepResults<ShownDiff>(8 * 2 ** 20);

/** A page of the files that differ, the first of them with their lines. */
export async function compareFiles(
  stores: Stores,
  pair: Pair,
  asked: number,
): Promise<ChangedFiles> {
  const { changes, whole } = await changesOf(stores, pair);
  const pages = Math.max(1, Math.ceil(changes.length / LISTED));
  const page = Math.min(Math.max(1, asked), pages);
  const listed = changes.slice((page - 1) * LISTED, page * LISTED);
  const candidates = affordable(listed.slice(0, COMPARED));
  const contents = await contentsOf(stores, pair, candidates, LARGEST);
  const count = (kind: FileChange['kind']): number =>
    changes.filter((change) => change.kind === kind).length;
  return {
    listed,
    page,
    pages,
    whole,
    counts: { added: count('added'), removed: count('removed'), changed: count('changed') },
    diffs: await inTurn(async () => compareContents(stores.rendering, candidates, contents, FIRST)),
  };
}

/** All lines of one file that differ; undefined where none do. */
export async function compareFile(
  stores: Stores,
  pair: Pair,
  path: string,
): Promise<FileDiff | undefined> {
  const { changes } = await changesOf(stores, pair);
  const change = changes.find((each) => each.path === path);
  if (!change) return undefined;
  if (sizeOf(change) > LARGEST_ALONE) return { change, shown: 'large' };
  return { change, shown: await compareAlone(stores, pair, change) };
}

async function compareAlone(stores: Stores, pair: Pair, change: FileChange): Promise<ShownDiff> {
  const key = nameOf(change);
  const kept = alone.find(key);
  if (kept !== undefined) return kept;
  const contents = await contentsOf(stores, pair, [change], LARGEST_ALONE);
  return inTurn(async () => {
    const known = alone.find(key);
    if (known !== undefined) return known;
    const [found] = await compareContents(stores.rendering, [change], contents, ALONE);
    const shown = found?.shown ?? 'different';
    if (shown !== 'unread' && isKnown(change)) alone.keep(key, shown, weigh(shown));
    return shown;
  });
}

/** Of all that is compared. */
const nameOf = ({ path, before, after }: FileChange): string =>
  JSON.stringify([path, before?.sha256, after?.sha256]);

/** Whether both sides were read to their ends, so that their hashes say what they are. */
const isKnown = ({ before, after }: FileChange): boolean =>
  [before, after].every((file) => !file || file.sha256 !== undefined);

const weigh = (shown: ShownDiff): number =>
  typeof shown === 'string'
    ? 200
    : shown.lines.reduce((bytes, { text }) => bytes + 100 + 2 * text.length, 200);

async function changesOf(
  { blobs }: Stores,
  { from, to }: Pair,
): Promise<{ readonly changes: readonly FileChange[]; readonly whole: boolean }> {
  const before = await openTarball(blobs, from.integrity);
  const after = await openTarball(blobs, to.integrity);
  return {
    changes: fileChanges(before.files, after.files, isWhole(after.ending)),
    whole: isWhole(before.ending) && isWhole(after.ending),
  };
}

const sizeOf = ({ before, after }: FileChange): number =>
  Math.max(before?.size ?? 0, after?.size ?? 0);

/** Those whose contents may be held at once; of what is gone, the name says enough. */
function affordable(changes: readonly FileChange[]): readonly FileChange[] {
  let bytes = 0;
  return changes.filter((change) => {
    const size = sizeOf(change);
    if (change.kind === 'removed' || size > LARGEST || bytes + size > TOGETHER) return false;
    bytes += size;
    return true;
  });
}

async function contentsOf(
  { blobs }: Stores,
  { from, to }: Pair,
  changes: readonly FileChange[],
  bytes: number,
): Promise<Contents> {
  const wanted = (side: 'before' | 'after'): ReadonlyMap<string, number> =>
    new Map(changes.filter((change) => change[side]).map(({ path }) => [path, bytes]));
  const before = await openTarball(blobs, from.integrity, wanted('before'));
  const after = await openTarball(blobs, to.integrity, wanted('after'));
  return { before: before.contents, after: after.contents };
}
