import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';

import { listVersions, login } from '../client/npm-protocol.ts';
import { request } from '../client/request.ts';
import { catalogueEntry, searchedWords } from '../documents/catalogue.ts';
import type { LibraryPackage } from '../documents/library.ts';
import { type Publication, tarballPath } from '../documents/publication.ts';
import type { Registry } from '../registries/registry.ts';
import { publishAll } from './publish-all.ts';
import { checkFormat, writePackage } from './write-storage.ts';

const CONCURRENCY = 16;

/** Puts the packages that are read into a registry, unless its folder has them from an earlier run. */
export async function seedLibrary(
  registry: Registry,
  folder: string,
  packages: readonly LibraryPackage[],
): Promise<void> {
  const digest = createHash('sha256');
  for (const { publications } of packages) {
    for (const { tarball } of publications) digest.update(tarball);
  }
  await once(folder, `library ${digest.digest('hex')}`, async () => {
    await fill(registry, folder, packages);
    await whileRunning(registry, folder, (url) => verify(url, packages));
  });
}

/** Puts many small packages into a registry and waits until they can be found. */
export async function seedCatalogue(
  registry: Registry,
  folder: string,
  size: number,
): Promise<void> {
  await once(folder, `catalogue of ${size}`, async () => {
    const packages = Iterator.from(catalogue(size)).map((publication) => ({
      name: publication.name,
      publications: [publication],
    }));
    await fill(registry, folder, packages);
    await whileRunning(registry, folder, async (url) => {
      const last = catalogueEntry(size - 1);
      await verify(url, [{ name: last.name, publications: [last] }]);
      const { body } = await request(`${url}/-/v1/search?text=${searchedWords[0]}&size=20`);
      const { objects } = JSON.parse(body.toString()) as { readonly objects: readonly unknown[] };
      const expected = Math.min(20, Math.floor(size / searchedWords.length));
      if (objects.length < expected) {
        throw new Error(`a search at ${registry.title} found ${objects.length} packages`);
      }
    });
  });
}

function* catalogue(size: number): Generator<Publication> {
  for (let index = 0; index < size; index += 1) yield catalogueEntry(index);
}

/** Runs a piece of work for a folder unless a note in it says that it was done. */
async function once(folder: string, what: string, work: () => Promise<void>): Promise<void> {
  const note = `${folder}/seeded`;
  const seeded = await readFile(note, 'utf8').catch(() => '');
  if (seeded === what) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await work();
  await writeFile(note, what);
}

async function whileRunning(
  registry: Registry,
  folder: string,
  work: (url: string) => Promise<void>,
): Promise<void> {
  const server = await registry.start(folder);
  try {
    await work(server.url);
  } finally {
    await server.stop();
  }
}

/** With the registry's interface, or with a few publishes and then its storage. */
async function fill(
  registry: Registry,
  folder: string,
  packages: Iterable<LibraryPackage>,
): Promise<void> {
  const { storage } = registry;
  if (!storage) {
    await whileRunning(registry, folder, async (url) => {
      await publishAll({ url, token: await login(url) }, versionsOf(packages), CONCURRENCY);
    });
    return;
  }
  const listed = [...packages];
  const [example] = listed.flatMap(({ publications }) => publications.slice(0, 1));
  if (!example) return;
  let address = '';
  await whileRunning(registry, folder, async (url) => {
    address = url;
    await publishAll({ url, token: await login(url) }, [example], 1);
    await checkFormat(storage, folder, example, url);
  });
  for (const { publications } of listed) await writePackage(storage, folder, publications, address);
  await storage.enlist(
    folder,
    listed.map(({ name }) => name),
  );
}

function* versionsOf(packages: Iterable<LibraryPackage>): Generator<Publication> {
  for (const { publications } of packages) yield* publications;
}

/** Every version is listed, and the last one's tarball comes back as it was packed. */
async function verify(url: string, packages: readonly LibraryPackage[]): Promise<void> {
  for (const { name, publications } of packages) {
    const listed = new Set(await listVersions(url, name));
    const missing = publications.filter(({ version }) => !listed.has(version));
    if (missing.length > 0) throw new Error(`${name} lacks ${missing.length} versions`);
    const last = publications.at(-1);
    if (!last) continue;
    const { body } = await request(`${url}${tarballPath(last)}`);
    if (!body.equals(last.tarball)) throw new Error(`the tarball of ${name} came back changed`);
  }
}
