import { invalid, tooLarge } from '#domain/errors.ts';
import { quote } from '#domain/phrasing.ts';

import { MAX_ALL_PATHS, tooManyFiles } from './limits.ts';
import type { TarEntry } from './tar-entries.ts';

/** The files below the package's folder. */
export interface FileTree {
  readonly files: ReadonlySet<string>;
  add(entry: TarEntry): void;
}

/**
 * One package folder, one package.json, and nothing that is a file and a folder at once. Other files
 * may come twice, since bun packs a file twice that has two bin names; the last one wins everywhere.
 */
export function createFileTree(limit: number): FileTree {
  const files = new Set<string>();
  const folders = new Set<string>();
  let folder: string | undefined;
  let characters = 0;

  const addFolders = (path: string): void => {
    if (path === '' || folders.has(path)) return;
    if (files.has(path)) throw bothKinds(path);
    folders.add(path);
    if (folders.size > limit) throw tooManyFiles(limit);
    addFolders(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
  };
  const addFile = (path: string): void => {
    if (folders.has(path)) throw bothKinds(path);
    if (path === 'package.json' && files.has(path)) {
      throw invalid('the tarball has two package.json files: one was packed over the other');
    }
    addFolders(path.slice(0, Math.max(0, path.lastIndexOf('/'))));
    files.add(path);
  };
  return {
    files,
    add({ kind, top, path }) {
      folder ??= top;
      if (top !== folder) throw secondFolder(folder, top);
      characters += path.length;
      if (characters > MAX_ALL_PATHS) {
        throw tooLarge(`the paths in the tarball have more than ${MAX_ALL_PATHS} characters`);
      }
      if (kind === 'file') addFile(path);
      else addFolders(path);
    },
  };
}

/** Extraction drops the name of both and mixes their files. */
const secondFolder = (first: string, second: string): Error =>
  invalid(
    `the tarball has two package folders, ${quote(first)} and ${quote(second)}: clients would mix them`,
  );

const bothKinds = (path: string): Error =>
  invalid(`the tarball has ${quote(path)} both as a file and as a folder`);
