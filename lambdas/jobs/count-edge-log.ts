import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

import type { Download } from '#domain/downloads/day-downloads.ts';
import { type EdgeDownload, edgeDownload } from '#domain/downloads/edge-log.ts';
import { CANARY_AGENT } from '#http/canary-agent.ts';
import { logError } from '#http/log.ts';
import { partsOf } from '#store/downloads/add-downloads.ts';
import type { HashAddress } from '#store/downloads/visitor-key.ts';
import type { TableClient } from '#store/table.ts';

interface Counting {
  readonly table: TableClient;
  readonly now: () => Date;
  readonly hashAddress: HashAddress;
  /** So many of one address, package and day count; 0: all. */
  readonly limit: number;
  /** Whether there is time for another part. */
  readonly goesOn: () => boolean;
}

export interface EdgeLogFile {
  /** No two files are called the same. */
  readonly key: string;
  /** Lines of JSON, compressed by gzip. */
  readonly content: Readable;
}

/**
 * Adds the downloads of a log file of the edge to their days' counts, part by part. False where time was up: the file
 * is read again then, and parts that were added are not added again, since the same file has the same parts.
 */
export async function countEdgeLog(
  { table, now, hashAddress, limit, goesOn }: Counting,
  file: EdgeLogFile,
): Promise<boolean> {
  const gathered = await gather(file);
  const downloads = gathered.map(({ address, ...rest }): Download => {
    return { ...rest, visitor: hashAddress(address) };
  });
  for (const part of partsOf({ downloads, missing: [], refused: [], limit })) {
    if (!goesOn()) return false;
    await part.add(table, now());
  }
  return true;
}

type Gathered = EdgeDownload & Pick<Download, 'id' | 'times'>;

/** Downloads of one version by the same client from the same address are one, so many times. */
async function gather({ key, content }: EdgeLogFile): Promise<readonly Gathered[]> {
  const gathered = new Map<string, Gathered>();
  let [at, unreadable] = [0, 0];
  const read = (line: string): void => {
    at += 1;
    try {
      const found = edgeDownload(line);
      if (!found || found.agent === CANARY_AGENT) return;
      const { name, version, day, agent, address } = found;
      const same = JSON.stringify([name, version, day, agent, address]);
      const before = gathered.get(same);
      gathered.set(same, {
        ...found,
        id: before?.id ?? `${key}#${at}`,
        times: (before?.times ?? 0) + 1,
      });
    } catch {
      unreadable += 1;
    }
  };
  await pipeline(content, createGunzip(), async (unpacked) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what pipeline hands on is the stream before
    for await (const line of createInterface({ input: unpacked as unknown as Readable })) {
      if (line !== '') read(line);
    }
  });
  if (unreadable > 0) report(key, unreadable, at);
  return [...gathered.values()];
}

/** Where nothing can be read, the file is kept, and its message ends where somebody sees it. */
function report(file: string, unreadable: number, lines: number): void {
  const error = new Error('the edge writes its log in another way than is expected here');
  if (unreadable === lines) throw error;
  const counts = { unreadable: String(unreadable), lines: String(lines) };
  logError('lines of the edge’s log could not be read', error, { file, ...counts });
}
