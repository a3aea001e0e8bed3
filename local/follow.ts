import type { PackageName } from '#domain/package-name.ts';
import { FORMS } from '#domain/packument.ts';
import { logError } from '#http/log.ts';
import { packageTag } from '#http/reply.ts';
import { renderDocuments } from '#store/packuments.ts';
import { indexPackage } from '#store/search-document.ts';
import type { Services } from '#store/services.ts';

import { coalesce } from './coalesce.ts';
import type { Edge } from './edge/edge.ts';

/** Keeps what is derived from packages in step with the table. */
export interface Follower {
  /** Resolves when documents and edge show what the table holds now. */
  packageChanged: (name: PackageName) => Promise<void>;
  /** Everything that was committed before this time has been followed. */
  followedUntil: () => Date;
  /** Resolves when nothing is left to follow. */
  idle: () => Promise<void>;
}

type Stores = Omit<Services, 'packageChanged' | 'runJob'>;

/** Twenty who publish to one package at once cost two renderings and not twenty. */
export function createFollower(stores: Stores, edge: Edge): Follower {
  const now = (): number => stores.now().getTime();
  const index = coalesce<PackageName>(async (name) => updateSearch(stores, name), now);
  const documents = coalesce<PackageName>(async (name) => {
    await updateDocuments(stores, name);
    edge.purge([packageTag(name)]);
    // Search may come a moment later: nobody waits for it.
    void index.request(name);
  }, now);
  return {
    packageChanged: documents.request,
    followedUntil: () => new Date(Math.min(now(), ...oldest(documents), ...oldest(index))),
    async idle() {
      await documents.idle();
      await index.idle();
    },
  };
}

const oldest = ({ oldest: of }: { readonly oldest: () => number | undefined }): number[] =>
  [of()].filter((time) => time !== undefined);

/** What was committed stays so: without its documents a package is rendered by its next reader. */
async function updateDocuments(stores: Stores, name: PackageName): Promise<void> {
  try {
    await renderDocuments(stores, name);
  } catch (error) {
    logError('documents could not be rendered', error, { package: name });
    await Promise.all(FORMS.map(async (form) => stores.documents.remove({ name, form })));
  }
}

async function updateSearch(stores: Stores, name: PackageName): Promise<void> {
  try {
    await indexPackage(stores, name);
  } catch (error) {
    logError('search could not be updated', error, { package: name });
  }
}
