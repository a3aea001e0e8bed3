import type { PackageName } from '#domain/package-name.ts';
import { packageTag } from '#domain/package.ts';
import { FORMS } from '#domain/packument.ts';
import { logError } from '#http/log.ts';
import { prepareReadme } from '#http/web/readme.ts';
import { cataloguePackage } from '#store/catalogue/catalogue-package.ts';
import type { Documents } from '#store/documents.ts';
import { renderDocuments } from '#store/packuments.ts';
import { indexPackage } from '#store/search-document.ts';
import type { Services } from '#store/services.ts';

import { coalesce } from './coalesce.ts';
import type { Edge } from './edge/edge.ts';
import type { FolderDocuments } from './folder/documents.ts';

/** How long a changed package waits for further changes before it is rendered and indexed, in milliseconds. */
const GATHER = 250;
/** Packages that are worked on at once: documents may be large, and index writes share their commits. */
const RENDERED_AT_ONCE = 2;
const INDEXED_AT_ONCE = 16;
const CATALOGUED_AT_ONCE = 2;
/** One thread renders READMEs, and whoever looks at a page waits for the same. */
const READMES_AT_ONCE = 1;

/** Keeps what is derived from packages in step with the table. */
export interface Follower {
  /** Makes readers see what the table holds now, from this call on. */
  packageChanged: (name: PackageName) => Promise<void>;
  /** The documents for readers: who wants one that is to be rendered waits for it, and for nothing else. */
  documents: Documents;
  /** Everything that was committed before this time has been followed. */
  followedUntil: () => Date;
  /** Resolves when nothing is left to follow. */
  idle: () => Promise<void>;
}

interface Stores extends Omit<Services, 'packageChanged' | 'runJob'> {
  readonly documents: FolderDocuments;
}

/** Twenty who publish to one package at once wait for no rendering and cost one or two. */
export function createFollower(stores: Stores, edge: Edge): Follower {
  const now = (): number => stores.now().getTime();
  const index = coalesce<PackageName>({
    run: async (name) => updateSearch(stores, name),
    gather: GATHER,
    atOnce: INDEXED_AT_ONCE,
    now,
  });
  const catalogue = coalesce<PackageName>({
    run: async (name) => updateCatalogue(stores, name),
    gather: GATHER,
    atOnce: CATALOGUED_AT_ONCE,
    now,
  });
  const documents = coalesce<PackageName>({
    run: async (name) => updateDocuments(stores, name),
    gather: GATHER,
    atOnce: RENDERED_AT_ONCE,
    now,
  });
  const readmes = coalesce<PackageName>({
    run: async (name) => prepareReadme(stores, name),
    gather: GATHER,
    atOnce: READMES_AT_ONCE,
    now,
  });
  const works = [documents, index, catalogue, readmes];
  return {
    async packageChanged(name) {
      documents.request(name);
      index.request(name);
      catalogue.request(name);
      readmes.request(name);
      edge.purge([packageTag(name)]);
    },
    documents: {
      ...stores.documents,
      async find(key) {
        await documents.settle(key.name);
        return stores.documents.find(key);
      },
    },
    followedUntil: () => new Date(Math.min(...works.map((work) => work.throughUntil()))),
    async idle() {
      await Promise.all(works.map(async (work) => work.idle()));
    },
  };
}

/** What was committed stays so: without its documents a package is rendered by its next reader. */
async function updateDocuments(stores: Stores, name: PackageName): Promise<void> {
  try {
    await renderDocuments(stores, name);
  } catch (error) {
    logError('documents could not be rendered', error, { package: name });
    for (const form of FORMS) stores.documents.drop({ name, form });
  }
}

async function updateSearch(stores: Stores, name: PackageName): Promise<void> {
  try {
    await indexPackage(stores, name);
  } catch (error) {
    logError('search could not be updated', error, { package: name });
  }
}

async function updateCatalogue(stores: Stores, name: PackageName): Promise<void> {
  try {
    await cataloguePackage(stores, name);
  } catch (error) {
    logError('the lists of the registry could not be updated', error, { package: name });
  }
}
