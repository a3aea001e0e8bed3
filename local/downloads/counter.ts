import { logError } from '#http/log.ts';
import type { Missing } from '#http/missing.ts';
import type { Download } from '#http/reply.ts';
import { createSeldomNoted } from '#jobs/with-outcome.ts';
import { partsOf } from '#store/downloads/add-downloads.ts';
import type { Refused } from '#store/downloads/refused.ts';
import { createVisitorKeys } from '#store/downloads/visitor-key.ts';
import { isPassingFailure } from '#store/failure.ts';
import type { TableClient } from '#store/table.ts';

import type { Batch, DownloadJournal, Notes } from './journal.ts';
import { createNotepad } from './notepad.ts';

/** Milliseconds until a download is on disk: what kill -9 takes with it at most. */
const WRITE = 1000;
/** Milliseconds until downloads are added up. */
const ADD_UP = 60_000;

/** Counts downloads, and what is looked for in vain or refused, behind the answers. */
export interface DownloadCounter {
  count: (download: Download, agent: string | undefined, address: string) => void;
  countMissing: (missing: Missing) => void;
  countRefused: (refused: Refused) => void;
  /** Resolves when everything that was noted is added up, as far as it can be. */
  settle: () => Promise<void>;
  /** Writes down what was noted; the next process adds it up. */
  close: () => Promise<void>;
}

interface Parts {
  readonly table: TableClient;
  readonly journal: DownloadJournal;
  readonly now: () => Date;
  readonly limit: number;
}

export function createDownloadCounter(parts: Parts): DownloadCounter {
  const notepad = createNotepad();
  const write = writing(notepad, parts);
  const note = createSeldomNoted(parts, { job: 'downloads' });
  let begun: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | undefined;

  const addUp = async (): Promise<void> => {
    waiting = undefined;
    await write();
    const batches = parts.journal.batches();
    if (batches.length > 0) await addAll(batches);
  };
  const addAll = async (batches: readonly Batch[]): Promise<void> => {
    const startedAt = parts.now();
    try {
      for (const batch of batches) await addBatch(batch, parts);
      await note({ report: { batches: batches.length } }, startedAt);
    } catch (error) {
      await note({ error: String(error) }, startedAt);
      throw error;
    }
  };
  /** One at a time; whoever asks while one works shares the next. */
  const settle = async (): Promise<void> => {
    waiting ??= begun.then(addUp);
    begun = waiting.catch(() => {});
    return waiting;
  };
  const timers = [
    setInterval(() => quietly(write()), WRITE),
    setInterval(() => quietly(settle()), ADD_UP),
  ];
  for (const timer of timers) timer.unref();
  quietly(settle());

  return {
    count: (download, agent = '', address) => notepad.download(download, agent, address),
    countMissing: notepad.missing,
    countRefused: notepad.refused,
    settle,
    async close() {
      for (const timer of timers) clearInterval(timer);
      await write().catch((error: unknown) => logError('some downloads were not counted', error));
      await begun;
    },
  };
}

function quietly(work: Promise<void>): void {
  work.catch((error: unknown) => logError('downloads could not be counted yet', error));
}

/** What could not be written is kept for the next time. */
function writing(
  notepad: ReturnType<typeof createNotepad>,
  { table, journal, now }: Parts,
): () => Promise<void> {
  const visitorKey = createVisitorKeys(() => table);
  let unwritten: Notes | undefined;
  return async () => {
    if (notepad.isEmpty() && !unwritten) return;
    const time = now();
    const hashAddress = await visitorKey(time);
    unwritten ??= notepad.take(time.toISOString(), hashAddress);
    journal.append(unwritten);
    unwritten = undefined;
  };
}

/** One that the table refuses is set aside: all that come after it would wait for it. */
async function addBatch(batch: Batch, { table, now, limit }: Parts): Promise<void> {
  try {
    for (const part of partsOf({ ...batch.read(), limit })) await part.add(table, now());
    batch.remove();
  } catch (error) {
    if (isPassingFailure(error) || isUnavailable(error)) throw error;
    logError('downloads that can’t be counted were set aside', error);
    batch.setAside();
  }
}

const isUnavailable = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'unavailable';
