import { setImmediate } from 'node:timers/promises';

import { type FileChange, fileChanges } from '#domain/diff/file-changes.ts';
import { textDiff } from '#domain/diff/text-diff.ts';
import type { Release } from '#domain/package.ts';
import { fileKind } from '#domain/tarball/file-kind.ts';
import type { Services } from '#store/services.ts';
import { openTarball } from '#store/tarball-files.ts';
import type { ChangedFiles, FileDiff, ShownDiff } from '#web/package/diff/file-diff.ts';

import { isWhole } from './file-view.ts';

type Stores = Pick<Services, 'blobs'>;

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
const MILLISECONDS = 1000;
const EACH = { milliseconds: 150, edits: 1500, lines: 120, width: 300 };
const LINES = 600;

/** Of one file that is looked at alone. */
const ALONE = { milliseconds: 1500, edits: 8000, lines: 6000, width: 4000 };
const LARGEST_ALONE = 1024 * 1024;

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
    diffs: await compareAll(candidates, contents),
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
  const contents = await contentsOf(stores, pair, [change], LARGEST_ALONE);
  return { change, shown: compare(change, contents, ALONE) };
}

async function changesOf(
  { blobs }: Stores,
  { from, to }: Pair,
): Promise<{ readonly changes: readonly FileChange[]; readonly whole: boolean }> {
  const before = await openTarball(blobs, from.integrity);
  const after = await openTarball(blobs, to.integrity);
  return {
    changes: fileChanges(before.files, after.files),
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

interface Contents {
  readonly before: ReadonlyMap<string, Buffer>;
  readonly after: ReadonlyMap<string, Buffer>;
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

/** One after the other, with room for other requests between them, until lines or time are used up. */
async function compareAll(
  changes: readonly FileChange[],
  contents: Contents,
): Promise<readonly FileDiff[]> {
  const until = Date.now() + MILLISECONDS;
  const diffs: FileDiff[] = [];
  let lines = 0;
  for (const change of changes) {
    if (lines >= LINES || Date.now() > until) break;
    const shown = compare(change, contents, EACH);
    diffs.push({ change, shown });
    lines += typeof shown === 'string' ? 0 : shown.lines.length;
    await setImmediate();
  }
  return diffs;
}

type Bounds = typeof EACH;

function compare(change: FileChange, contents: Contents, bounds: Bounds): ShownDiff {
  const [before, after] = [textOf(change, contents.before), textOf(change, contents.after)];
  if (before === undefined || after === undefined) return 'binary';
  const diff = textDiff(before, after, bounds);
  if (!diff) return 'different';
  const lines = diff.lines.slice(0, bounds.lines).map(({ kind, text }) => ({
    kind,
    text: text.slice(0, bounds.width),
    left: Math.max(0, text.length - bounds.width),
  }));
  return { ...diff, lines, left: diff.lines.length - lines.length };
}

/** A file's text, empty where there is no such file; undefined where it is no text. */
function textOf({ path }: FileChange, contents: ReadonlyMap<string, Buffer>): string | undefined {
  const bytes = contents.get(path);
  if (!bytes) return '';
  return fileKind(path, bytes) === 'text' ? bytes.toString() : undefined;
}
