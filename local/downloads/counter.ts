import { logError } from '#http/log.ts';
import type { Missing } from '#http/missing.ts';
import type { Download } from '#http/reply.ts';
import { addBatch } from '#store/downloads/add-downloads.ts';
import { createVisitorKeys } from '#store/downloads/visitor-key.ts';
import type { TableClient } from '#store/table.ts';

import type { DownloadJournal } from './journal.ts';
import { createNotes } from './notes.ts';

/** Milliseconds until a download is on disk: what kill -9 takes with it at most. */
const WRITE = 1000;
/** Milliseconds until downloads are added up. */
const ADD_UP = 60_000;

/** Counts downloads, and what is looked for in vain, behind the answers. */
export interface DownloadCounter {
  count: (download: Download, agent: string | undefined, address: string) => void;
  countMissing: (missing: Missing) => void;
  /** Resolves when everything that was noted is added up. */
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

export function createDownloadCounter({ table, journal, now, limit }: Parts): DownloadCounter {
  const visitorKey = createVisitorKeys(() => table);
  const notes = createNotes();

  const write = async (): Promise<void> => {
    if (notes.isEmpty()) return;
    const time = now();
    const hashAddress = await visitorKey(time);
    journal.append(notes.take(time.toISOString().slice(0, 10), hashAddress));
  };

  const addUp = async (): Promise<void> => {
    await write();
    for (const batch of journal.batches()) {
      await addBatch(table, now(), { ...batch, limit });
      journal.remove(batch);
    }
  };

  /** One after the other: two at once would add to the same days. */
  let work = Promise.resolve();
  const inTurn = async (job: () => Promise<void>): Promise<void> => {
    const mine = work.then(job);
    work = mine.catch(() => {});
    return mine;
  };
  const behind = (job: () => Promise<void>) => (): void => {
    inTurn(job).catch((error: unknown) => logError('downloads could not be counted yet', error));
  };
  const timers = [setInterval(behind(write), WRITE), setInterval(behind(addUp), ADD_UP)];
  for (const timer of timers) timer.unref();
  behind(addUp)();

  return {
    count: (download, agent = '', address) => notes.download(download, agent, address),
    countMissing: notes.missing,
    settle: async () => inTurn(addUp),
    async close() {
      for (const timer of timers) clearInterval(timer);
      await inTurn(write);
    },
  };
}
