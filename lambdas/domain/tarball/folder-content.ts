import type { PackedFile } from './read-tarball.ts';

/** What stands directly in a folder of a package. */
export interface FolderContent {
  readonly folders: readonly PackedFolder[];
  readonly files: readonly PackedFile[];
}

export interface PackedFolder {
  readonly path: string;
  /** Files in it and below, and their bytes. */
  readonly fileCount: number;
  readonly size: number;
}

/** A folder's content by its path, `''` for the package itself; undefined where nothing is below it. */
export function folderContent(
  all: Iterable<PackedFile>,
  folder: string,
): FolderContent | undefined {
  const prefix = folder === '' ? '' : `${folder}/`;
  const folders = new Map<string, PackedFolder>();
  const files: PackedFile[] = [];
  for (const file of all) {
    if (!file.path.startsWith(prefix)) continue;
    const slash = file.path.indexOf('/', prefix.length);
    if (slash < 0) files.push(file);
    else add(folders, file.path.slice(0, slash), file.size);
  }
  if (files.length === 0 && folders.size === 0 && folder !== '') return undefined;
  return {
    folders: [...folders.values()].toSorted(byPath),
    files: files.toSorted(byPath),
  };
}

function add(folders: Map<string, PackedFolder>, path: string, size: number): void {
  const before = folders.get(path);
  folders.set(path, {
    path,
    fileCount: (before?.fileCount ?? 0) + 1,
    size: (before?.size ?? 0) + size,
  });
}

type Named = Pick<PackedFile, 'path'>;

/** By code units: the same everywhere, and fast for 50,000. */
export const byPath = ({ path: a }: Named, { path: b }: Named): number => {
  if (a === b) return 0;
  return a < b ? -1 : 1;
};
