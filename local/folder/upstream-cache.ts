import { readdirSync } from 'node:fs';
import path from 'node:path';

import type { PackageName } from '#domain/package-name.ts';
import { FORMS } from '#domain/packument.ts';
import type { KeptDocument, UpstreamCache } from '#store/upstream/cache/upstream-cache.ts';

import type { CacheBlobs } from './blobs.ts';
import { type FolderDocuments, openDocuments } from './documents.ts';

interface Parts {
  /** Tarballs in `blobs`, and documents in folders of each upstream there ever was. */
  readonly folder: string;
  readonly blobs: CacheBlobs;
  /** Bytes that tarballs may take. */
  readonly limit: number;
  /** Those of upstreams that are in use, by their place in the folder. */
  readonly opened: ReadonlyMap<string, FolderDocuments>;
  /** Told whose documents were removed. */
  readonly forget: (name: PackageName) => void;
  readonly removed: (name: PackageName) => void;
}

export interface FolderUpstreamCache extends UpstreamCache {
  /** Resolves when all that was saved and removed is. */
  flush(): Promise<void>;
}

/** What is kept of upstreams in a folder, which only one process may open. */
export function openUpstreamCache(parts: Parts): FolderUpstreamCache {
  const { folder, blobs, limit, opened, forget, removed } = parts;
  const stores = new Map(
    placesIn(folder).map((place) => [
      place,
      opened.get(place) ?? openDocuments(path.join(folder, place)),
    ]),
  );
  return {
    tarballs: blobs,
    limit,
    bytes: blobs.bytes,
    documents: (after) => list(stores, after),
    async isReadable({ id, name, form }) {
      const store = stores.get(path.join(...id.split('/').slice(0, PLACE)));
      return (await store?.find({ name, form })) !== undefined;
    },
    async removeDocuments(name) {
      let any = false;
      for (const store of stores.values()) {
        for (const form of FORMS) {
          if (await store.find({ name, form })) any = true;
          // Also one that can't be read.
          store.drop({ name, form });
        }
      }
      forget(name);
      return any;
    },
    removed: async (name) => removed(name),
    async flush() {
      await Promise.all([...stores.values()].map(async (store) => store.flush()));
    },
  };
}

/** Parts of a place: `registry.example.com-0123456789ab/served`. */
const PLACE = 2;

function placesIn(folder: string): readonly string[] {
  const upstreams = foldersIn(folder).filter((name) => name !== 'blobs');
  return upstreams.flatMap((name) =>
    foldersIn(path.join(folder, name)).map((kind) => path.join(name, kind)),
  );
}

const foldersIn = (folder: string): readonly string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((found) => found.isDirectory())
    .map(({ name }) => name)
    .toSorted();

async function* list(
  stores: ReadonlyMap<string, FolderDocuments>,
  after = '',
): AsyncGenerator<KeptDocument> {
  for (const [place, store] of stores) {
    for await (const { name, form, file, size } of store.list()) {
      const id = [...place.split(path.sep), ...file.split(path.sep)].join('/');
      if (id > after) yield { id, name, form, size };
    }
  }
}
