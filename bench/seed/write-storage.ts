import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';

import { type Publication, tarballFile } from '../documents/publication.ts';
import type { Storage } from '../registries/registry.ts';

const packageFolder = (folder: string, name: string): string => `${folder}/storage/${name}`;

/**
 * Holds what the registry has written of a publish against what would be written here in its place.
 * Without this a new release of a peer could be measured over files that it never makes itself.
 */
export async function checkFormat(
  storage: Storage,
  folder: string,
  publication: Publication,
  url: string,
): Promise<void> {
  const file = await readFile(`${packageFolder(folder, publication.name)}/package.json`, 'utf8');
  const own = comparable(file);
  const written = comparable(storage.packageFile([publication], url));
  if (!isDeepStrictEqual(own, written)) {
    throw new Error(
      `the registry stores a package differently than it is seeded here:\n${JSON.stringify(own)}\n${JSON.stringify(written)}`,
    );
  }
}

/** Times and revisions differ each time. */
function comparable(file: string): unknown {
  return JSON.parse(file, (key, value: unknown) => {
    if (key === '_rev') return undefined;
    if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return 'a time';
    return value;
  });
}

/** Writes a package with all its versions into the storage of a stopped registry. */
export async function writePackage(
  storage: Storage,
  folder: string,
  publications: readonly Publication[],
  url: string,
): Promise<void> {
  const [first] = publications;
  if (!first) return;
  const target = packageFolder(folder, first.name);
  await mkdir(target, { recursive: true });
  for (const publication of publications) {
    await writeFile(`${target}/${tarballFile(publication)}`, publication.tarball);
  }
  await writeFile(`${target}/package.json`, storage.packageFile(publications, url));
}
