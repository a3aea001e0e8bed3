import PackageJson from '@npmcli/package-json';
import { createWriteStream } from 'node:fs';
import { stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import packlist from 'npm-packlist';
import * as tar from 'tar';

import { isJsonObject, type Json } from '#domain/manifest.ts';

import { packageTree } from './package-tree.ts';
import { TAR_OPTIONS } from './tar-options.ts';
import { projectOf } from './workspaces-of.ts';

interface Packing {
  /** The folder, absolute. */
  readonly folder: string;
  /** Where temporary files may be. */
  readonly temporary: string;
  /** npm's `global-ignore-file`. */
  readonly globalIgnoreFile: string | undefined;
}

const EXECUTABLE = 0o111;

/** Packs a folder byte for byte as npm 12 does, without its scripts, holding none of it. */
export async function tarballOf(packing: Packing): Promise<string> {
  const { folder, temporary, globalIgnoreFile } = packing;
  const tree = await packageTree(folder);
  const prefix = await projectOf(folder);
  const files = await packlist(tree, {
    path: folder,
    globalIgnoreFile,
    // What ignores files above a workspace counts in it too.
    ...(prefix !== undefined && { prefix, workspaces: [folder] }),
  });
  const bins = binsOf(tree.package);
  const withoutPatches = await stripped(packing);
  const packed = tar.create(
    {
      ...TAR_OPTIONS,
      cwd: folder,
      prefix: 'package/',
      filter: (name, about) => {
        // Of a file's path npm looks at all but the first folder.
        if ('nlink' in about && bins.has(name.replace(/^[^/]*\//, '')))
          about.mode = (about.mode ?? 0) | EXECUTABLE;
        return true;
      },
      ...(withoutPatches && { onWriteEntry: withoutPatches }),
    },
    [...files],
  );
  const file = path.join(temporary, 'package.tgz');
  await pipeline(packed, createWriteStream(file));
  return file;
}

/** What is always executable, whatever the file system says: some have no such thing. */
function binsOf({ bin }: Json): ReadonlySet<unknown> {
  return new Set(isJsonObject(bin) ? Object.values(bin) : []);
}

type OnWriteEntry = NonNullable<ConstructorParameters<typeof tar.Pack>[0]>['onWriteEntry'];

/** `patchedDependencies` are of the project alone: npm 12 leaves them out of its package.json. */
async function stripped({ folder, temporary }: Packing): Promise<OnWriteEntry> {
  const { content } = await PackageJson.load(folder);
  if (!('patchedDependencies' in content)) return undefined;
  const { patchedDependencies: _, ...rest } = content;
  // How the file was written is remembered by symbols.
  const [indent, newline] = ['indent', 'newline'].map((style) => {
    const written: unknown = Reflect.get(content, Symbol.for(style));
    return typeof written === 'string' ? written : undefined;
  });
  const text = `${JSON.stringify(rest, null, indent)}\n`.replaceAll('\n', newline ?? '\n');
  const file = path.join(temporary, 'package.json');
  await writeFile(file, text);
  const { size } = await stat(file);
  return (entry) => {
    if (entry.path !== 'package.json' || !entry.stat) return;
    entry.absolute = file;
    entry.stat.size = size;
    entry.stat.nlink = 1;
  };
}
