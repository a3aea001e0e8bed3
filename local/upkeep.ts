import { logError } from '#http/log.ts';
import { refreshPopularity } from '#jobs/refresh-popularity.ts';
import { repairAll, repairChanged, type RepairReport } from '#jobs/repair.ts';
import { withOutcome } from '#jobs/with-outcome.ts';
import type { BlobInventory } from '#store/blobs.ts';
import type { EmbeddedSearchIndex } from '#store/search/search-index.ts';
import type { Services } from '#store/services.ts';

import type { FolderDocuments } from './folder/documents.ts';
import type { FolderReadmes } from './folder/readmes.ts';
import type { FolderUploads } from './folder/uploads.ts';
import type { Follower } from './follow.ts';
import type { Table } from './table/client.ts';

/** How often it is noted how far everything has been followed, in milliseconds. */
const NOTE = 250;
const SWEEP = 3_600_000;
const GARBAGE = 86_400_000;
const POPULARITY = 86_400_000;

/**
 * A power failure may take documents of the last seconds with it, since they are not synced to disk:
 * what changed this long before the last note is checked again in the background, in milliseconds.
 */
const UNSYNCED = 300_000;

/** A change is dated when it is sent to the table, and may be noted as followed before the table has it. */
const COMMITTING = 10_000;

/** Services whose blobs can be collected. */
export interface LocalServices extends Services {
  readonly blobs: BlobInventory;
}

interface Parts {
  readonly services: LocalServices;
  readonly table: Table;
  readonly search: EmbeddedSearchIndex;
  readonly documents: FolderDocuments;
  readonly readmes: FolderReadmes;
  readonly uploads: FolderUploads;
  readonly follower: Follower;
}

export interface Upkeep {
  stop(): Promise<void>;
}

/**
 * Catches up with what the last process did not finish, then keeps the house. Resolves when every
 * package that was changed after the last note shows what the table holds, or can't.
 */
export async function startUpkeep(parts: Parts): Promise<Upkeep> {
  const { services, table, search, documents, readmes, uploads, follower } = parts;
  const noted = search.cursor();
  if (noted !== undefined) {
    await repairChanged(services, before(noted, COMMITTING)).catch(notChecked);
  }
  const background = withOutcome(services, { job: 'rebuild' }, async () =>
    catchUp(services, noted),
  ).then(() => undefined, notChecked);
  let last = noted;
  /** Not before the background is through: what it has not seen must be seen by the next start. */
  let behind = true;
  const note = (): void => {
    const times = [follower.followedUntil().getTime(), documents.oldest() ?? Infinity];
    const until = new Date(Math.min(...times)).toISOString();
    if (!behind && until !== last) search.setCursor(until);
    last = until;
  };
  const inStep = (): void => {
    behind = false;
  };
  void background.then(inStep);
  quietly('abandoned uploads', uploads.sweep());
  quietly('old READMEs', readmes.sweep());
  const timers = [
    setInterval(note, NOTE),
    setInterval(() => quietly('expired items', table.sweepExpired()), SWEEP),
    setInterval(() => quietly('abandoned uploads', uploads.sweep()), SWEEP),
    setInterval(() => quietly('unused files', services.runJob('gc')), GARBAGE),
    setInterval(() => quietly('old READMEs', readmes.sweep()), GARBAGE),
    setInterval(() => void refresh(services), POPULARITY),
  ];
  for (const timer of timers) timer.unref();
  return {
    async stop() {
      for (const timer of timers) clearInterval(timer);
      await background;
      await follower.idle();
      await documents.flush();
      note();
    },
  };
}

const notChecked = (error: unknown): void =>
  logError('what is derived from packages could not be checked', error);

async function refresh(services: Services): Promise<void> {
  try {
    await withOutcome(services, { job: 'popularity' }, async () => refreshPopularity(services));
  } catch (error) {
    logError('search could not be told of downloads', error);
  }
}

const catchUp = async (services: Services, noted: string | undefined): Promise<RepairReport> =>
  noted === undefined ? repairAll(services) : repairChanged(services, before(noted, UNSYNCED));

const before = (noted: string, milliseconds: number): Date =>
  new Date(Date.parse(noted) - milliseconds);

function quietly(what: string, work: Promise<unknown>): void {
  work.catch((error: unknown) => logError(`${what} could not be removed`, error));
}
