import { open, opendir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';

import { asPackageName, type PackageName } from '#domain/package-name.ts';

import { CommandError } from '../../command/failure.ts';
import type { Source, SourceVersion, TarballFile } from '../source.ts';
import { accountsIn } from './htpasswd.ts';
import { parseJson, readOwn } from './own-versions.ts';

/** Bytes of a document: the largest of the public npm registry have a tenth of it. */
const LARGEST = 256 * 2 ** 20;
/** Folders that are looked into at once. */
const AT_ONCE = 64;
const DATABASE = '.verdaccio-db.json';

/** Verdaccio's storage folder: what was published there, and nothing of what it keeps of others. */
export async function openVerdaccio(folder: string, htpasswd: string | undefined): Promise<Source> {
  const root = await realpath(folder).catch((cause: unknown) => {
    throw new CommandError(`there is no folder ${folder}`, { cause });
  });
  const listed = new Set(await listOf(root));
  return {
    title: 'verdaccio',
    async names() {
      const names = new Set(listed);
      for await (const found of packagesIn(root)) for (const name of found) names.add(name);
      if (names.size === 0) {
        throw new CommandError(
          `${folder} is no storage of Verdaccio: there is no ${DATABASE} and no package in it; name the folder that \`storage\` in its config.yaml names`,
        );
      }
      return [...names].toSorted();
    },
    async read(text) {
      const name = nameIn(text);
      const file = await inside(root, name, 'package.json');
      return readOwn(name, parseJson(await readLimited(file)), listed.has(name));
    },
    tarball: async ({ name }, version) => tarballOf(root, name, version),
    accounts: async () => accountsIn(root, htpasswd),
    close: async () => undefined,
  };
}

function nameIn(text: string): PackageName {
  const name = asPackageName(text);
  if (name) return name;
  throw new CommandError('its name is no package name');
}

/** The names that its list has; it is lost sometimes, and what was published is not. */
async function listOf(root: string): Promise<readonly string[]> {
  const text = await readFile(path.join(root, DATABASE), 'utf8').catch(() => '');
  const { list } = parseJson(text);
  return Array.isArray(list) ? list.filter((name) => typeof name === 'string') : [];
}

/** Folders that have a package.json, plain ones and those of scopes, some at a time: there may be any number. */
async function* packagesIn(root: string): AsyncGenerator<readonly string[]> {
  let some: string[] = [];
  for await (const name of namesIn(root)) {
    some.push(name);
    if (some.length < AT_ONCE) continue;
    yield await withDocument(root, some);
    some = [];
  }
  yield await withDocument(root, some);
}

async function* namesIn(root: string): AsyncGenerator<string> {
  for await (const name of foldersIn(root)) {
    if (!name.startsWith('@')) yield name;
    else for await (const each of foldersIn(path.join(root, name))) yield `${name}/${each}`;
  }
}

async function* foldersIn(folder: string): AsyncGenerator<string> {
  const entries = await opendir(folder).catch(() => []);
  for await (const entry of entries) if (entry.isDirectory()) yield entry.name;
}

async function withDocument(root: string, names: readonly string[]): Promise<readonly string[]> {
  const there = await Promise.all(
    names.map(async (name) =>
      stat(path.join(root, name, 'package.json')).then(
        () => true,
        () => false,
      ),
    ),
  );
  return names.filter((name, at) => there[at] && asPackageName(name) !== undefined);
}

/** A file of a package, unless a link leads to another place. */
async function inside(root: string, name: PackageName, file: string): Promise<string> {
  const wanted = path.join(root, ...name.split('/'), file);
  const real = await realpath(wanted).catch(() => {
    throw new CommandError(`there is no ${file}`);
  });
  if (real !== wanted) throw new CommandError(`${file} is a link that leads elsewhere`);
  return wanted;
}

async function readLimited(file: string): Promise<string> {
  const { size } = await stat(file);
  if (size > LARGEST) throw new CommandError('its package.json is too large to be one');
  return readFile(file, 'utf8');
}

async function tarballOf(
  root: string,
  name: PackageName,
  { tarball }: SourceVersion,
): Promise<TarballFile> {
  const base = path.posix.basename(tarball);
  if (!/^[^/\\]+\.tgz$/.test(base)) throw new CommandError(`"${base}" is no tarball's name`);
  const file = await inside(root, name, base);
  const handle = await open(file, 'r');
  try {
    const found = await handle.stat();
    if (!found.isFile()) throw new CommandError(`${base} is no file`);
    return { file, size: found.size, done: async () => undefined };
  } finally {
    await handle.close();
  }
}
