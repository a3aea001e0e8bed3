import { LONGEST_AGENT } from '#domain/downloads/agent-length.ts';
import type { Download as CountedDownload } from '#domain/downloads/day-downloads.ts';
import { logError } from '#http/log.ts';
import type { Download } from '#http/reply.ts';
import { addBatch } from '#store/downloads/add-downloads.ts';
import { createVisitorKeys, type HashAddress } from '#store/downloads/visitor-key.ts';
import type { TableClient } from '#store/table.ts';

import { isLoopback } from '../config/policy.ts';
import type { DownloadJournal } from './journal.ts';

/** Milliseconds until a download is on disk: what kill -9 takes with it at most. */
const WRITE = 1000;
/** Milliseconds until downloads are added up. */
const ADD_UP = 60_000;

/** Counts downloads behind the answers. */
export interface DownloadCounter {
  /** Notes one; takes a fraction of a microsecond. */
  count: (download: Download, agent: string | undefined, address: string) => void;
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
  let noted: Noted = new Map();

  const write = async (): Promise<void> => {
    if (noted.size === 0) return;
    const hashAddress = await visitorKey(now());
    const some = noted;
    noted = new Map();
    journal.append(toDownloads(some, now(), hashAddress));
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
    count(download, agent = '', address) {
      const who = `${address} ${agent}`;
      const of = noted.get(download);
      if (of) of.set(who, (of.get(who) ?? 0) + 1);
      else noted.set(download, new Map([[who, 1]]));
    },
    settle: async () => inTurn(addUp),
    async close() {
      for (const timer of timers) clearInterval(timer);
      await inTurn(write);
    },
  };
}

/** By what the edge keeps with an answer, which is one object for all who get it. */
type Noted = Map<Download, Map<string, number>>;

function toDownloads(
  noted: Noted,
  now: Date,
  hashAddress: HashAddress,
): readonly CountedDownload[] {
  const day = now.toISOString().slice(0, 10);
  const visitors = new Map<string, string | undefined>();
  const visitorOf = (address: string): string | undefined => {
    if (!visitors.has(address)) {
      visitors.set(address, isOurs(address) ? undefined : hashAddress(address));
    }
    return visitors.get(address);
  };
  return [...noted].flatMap(([{ name, version }, by]) =>
    [...by].map(([who, times]) => {
      const [address = '', ...agent] = who.split(' ');
      const sent = agent.join(' ').slice(0, LONGEST_AGENT);
      return { name, version, day, agent: sent, visitor: visitorOf(address), times };
    }),
  );
}

/** Whoever comes from this machine may be a proxy in front of us: they are not one and the same. */
const isOurs = (address: string): boolean =>
  address === '' || isLoopback(address.replace(/^::ffff:/, ''));
