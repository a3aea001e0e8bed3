import { byPath } from '#domain/tarball/folder-content.ts';
import type { PackedFile } from '#domain/tarball/read-tarball.ts';

/** A file that is in one of two versions alone, or in both with another content. */
export interface FileChange {
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: PackedFile;
  readonly after?: PackedFile;
}

type Files = ReadonlyMap<string, PackedFile>;

/**
 * What differs, by content: package.json first, which decides what is installed and run, then by path. `whole`: whether
 * `after` are all files there are; else nobody knows whether one that is missing is gone.
 */
export function fileChanges(before: Files, after: Files, whole: boolean): readonly FileChange[] {
  const changes: FileChange[] = [];
  for (const [path, file] of after) {
    const old = before.get(path);
    if (!old) changes.push({ path, kind: 'added', after: file });
    else if (!isSame(old, file)) changes.push({ path, kind: 'changed', before: old, after: file });
  }
  for (const [path, file] of before) {
    if (whole && !after.has(path)) changes.push({ path, kind: 'removed', before: file });
  }
  return changes.toSorted((a, b) => rank(a) - rank(b) || byPath(a, b));
}

/** What was not read to its end may be anything. */
const isSame = (a: PackedFile, b: PackedFile): boolean =>
  a.sha256 !== undefined && a.sha256 === b.sha256;

const rank = ({ path }: FileChange): number => (path === 'package.json' ? 0 : 1);
