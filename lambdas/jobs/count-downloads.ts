import { createHash } from 'node:crypto';
import * as v from 'valibot';

import type { Download } from '#domain/downloads/day-downloads.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';
import { addBatch } from '#store/downloads/add-downloads.ts';
import type { MissingCount } from '#store/downloads/missing.ts';
import type { HashAddress } from '#store/downloads/visitor-key.ts';
import type { TableClient } from '#store/table.ts';

/** A download as its message tells it; `at` is an ISO time. */
const DownloadMessage = v.object({
  name: v.string(),
  version: v.string(),
  at: v.pipe(v.string(), v.isoTimestamp()),
  agent: v.string(),
  address: v.string(),
});

/** Somebody looked for what is not there. */
const MissingMessage = v.object({
  missing: v.literal(true),
  name: v.string(),
  version: v.optional(v.string()),
  at: v.pipe(v.string(), v.isoTimestamp()),
});

const AnyMessage = v.union([MissingMessage, DownloadMessage]);

interface Message {
  /** That the queue gave it. */
  readonly id: string;
  readonly body: string;
}

interface Parts {
  readonly table: TableClient;
  readonly now: Date;
  readonly hashAddress: HashAddress;
  /** So many of one address, package and day count; 0: all. */
  readonly limit: number;
}

/** Adds the downloads of many messages to their days' counts, as one batch. */
export async function countDownloads(
  { table, now, hashAddress, limit }: Parts,
  messages: readonly Message[],
): Promise<void> {
  const visitors = new Map<string, string>();
  const visitorOf = (address: string): string => {
    const visitor = visitors.get(address) ?? hashAddress(address);
    visitors.set(address, visitor);
    return visitor;
  };
  // Throws where a message is none of ours: it ends among the dead letters, where somebody sees it.
  const read = messages.map(({ body }) => v.parse(AnyMessage, JSON.parse(body)));
  const downloads = read.flatMap((each) => ('missing' in each ? [] : toDownload(each, visitorOf)));
  const missing = read.flatMap((each) => ('missing' in each ? toMissing(each) : []));
  const ids = messages.map(({ id }) => id).toSorted();
  const id = createHash('sha256').update(ids.join()).digest('base64url');
  await addBatch(table, now, { id, downloads, missing, limit });
}

function toDownload(
  { name, version, at, agent, address }: v.InferOutput<typeof DownloadMessage>,
  hashAddress: HashAddress,
): Download {
  return {
    name: parsePackageName(name),
    version: parseVersion(version),
    day: at.slice(0, 10),
    agent,
    visitor: hashAddress(address),
    times: 1,
  };
}

const toMissing = ({ name, version, at }: v.InferOutput<typeof MissingMessage>): MissingCount => ({
  name: parsePackageName(name),
  version,
  day: at.slice(0, 10),
  times: 1,
});
