import type { DiffBounds, ShownLines, Texts } from '#domain/diff/bounded-diffs.ts';
import type { FileChange } from '#domain/diff/file-changes.ts';
import { fileKind } from '#domain/tarball/file-kind.ts';
import type { PackedFile } from '#domain/tarball/read-tarball.ts';
import type { Rendering } from '#store/rendering.ts';
import type { FileDiff } from '#web/package/diff/file-diff.ts';

/** What was read of the files of both versions, by path. */
export interface Contents {
  readonly before: ReadonlyMap<string, Buffer>;
  readonly after: ReadonlyMap<string, Buffer>;
}

/** The first of the changes with the lines that differ: as many as the bounds have room for. */
export async function compareContents(
  rendering: Rendering,
  changes: readonly FileChange[],
  contents: Contents,
  bounds: DiffBounds,
): Promise<readonly FileDiff[]> {
  const compared = changes.map((change) => ({ change, texts: textsOf(change, contents) }));
  const files = compared.flatMap(({ texts }) => (typeof texts === 'string' ? [] : [texts]));
  const found = await rendering.diffs(files, bounds);
  return [...inOrder(compared, found)];
}

function* inOrder(
  compared: readonly { readonly change: FileChange; readonly texts: Texts | Unreadable }[],
  found: readonly (ShownLines | 'different')[],
): Generator<FileDiff> {
  const shown = found.values();
  for (const { change, texts } of compared) {
    const one = typeof texts === 'string' ? texts : shown.next().value;
    if (one === undefined) return;
    yield { change, shown: one };
  }
}

/** What is no text, and what the reading of a tarball did not come to. */
type Unreadable = 'binary' | 'unread';

function textsOf({ path, ...sides }: FileChange, contents: Contents): Texts | Unreadable {
  const before = textOf(path, sides.before, contents.before);
  const after = textOf(path, sides.after, contents.after);
  if (before === UNREAD || after === UNREAD) return 'unread';
  return before === undefined || after === undefined ? 'binary' : { before, after };
}

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
