import type { FileChange } from '#domain/diff/file-changes.ts';
import { type DiffLimits, textDiff } from '#domain/diff/text-diff.ts';
import { fileKind } from '#domain/tarball/file-kind.ts';
import type { PackedFile } from '#domain/tarball/read-tarball.ts';
import type { ShownDiff } from '#web/package/diff/file-diff.ts';

/** What was read of the files of both versions, by path. */
export interface Contents {
  readonly before: ReadonlyMap<string, Buffer>;
  readonly after: ReadonlyMap<string, Buffer>;
}

/** How much is shown: lines, and characters of each. */
interface Bounds extends DiffLimits {
  readonly lines: number;
  readonly width: number;
}

export function compareContents(change: FileChange, contents: Contents, bounds: Bounds): ShownDiff {
  const { path } = change;
  const before = textOf(path, change.before, contents.before);
  const after = textOf(path, change.after, contents.after);
  if (before === UNREAD || after === UNREAD) return 'unread';
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

/** Stands for what the reading of a tarball did not come to. */
const UNREAD = Symbol('unread');

/** A file's text, empty where there is no such file; undefined where it is no text. */
function textOf(
  path: string,
  file: PackedFile | undefined,
  contents: ReadonlyMap<string, Buffer>,
): string | undefined | typeof UNREAD {
  if (!file) return '';
  const bytes = contents.get(path) ?? Buffer.alloc(0);
  if (bytes.length < file.size) return UNREAD;
  return fileKind(path, bytes) === 'text' ? bytes.toString() : undefined;
}
