import * as v from 'valibot';

import type { Download } from '#domain/downloads/day-downloads.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { POLICY_RULES } from '#domain/upstream/policy.ts';
import { parseVersion } from '#domain/version.ts';
import { logError } from '#http/log.ts';
import { partsOf } from '#store/downloads/add-downloads.ts';
import type { MissingCount } from '#store/downloads/missing.ts';
import { LONGEST_REASON, type RefusedCount } from '#store/downloads/refused.ts';
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

/** A rule kept a version from somebody. */
const RefusedMessage = v.object({
  refused: v.literal(true),
  name: v.string(),
  version: v.string(),
  rule: v.picklist(POLICY_RULES),
  reason: v.pipe(v.string(), v.maxLength(LONGEST_REASON)),
  at: v.pipe(v.string(), v.isoTimestamp()),
});

const AnyMessage = v.union([MissingMessage, RefusedMessage, DownloadMessage]);

interface Message {
  /** That the queue gave it. */
  readonly id: string;
  readonly body: string;
}

interface Counting {
  readonly table: TableClient;
  readonly now: () => Date;
  readonly hashAddress: HashAddress;
  /** So many of one address, package and day count; 0: all. */
  readonly limit: number;
  /** Whether there is time for another part. */
  readonly goesOn: () => boolean;
}

/**
 * Adds the downloads of messages to their days' counts, part by part. Gives the ids of messages that were not added, those
 * that are none of ours among them: they end among the dead letters, where somebody sees them.
 */
export async function countDownloads(
  { table, now, hashAddress, limit, goesOn }: Counting,
  messages: readonly Message[],
): Promise<readonly string[]> {
  const { unreadable, ...read } = readAll(messages, hashAddress);
  const left = [...unreadable];
  for (const part of partsOf({ ...read, limit })) {
    try {
      if (goesOn()) await part.add(table, now());
      else left.push(...part.ids);
    } catch (error) {
      logError('some downloads were not counted', error, { messages: String(part.ids.length) });
      left.push(...part.ids);
    }
  }
  return left;
}

function readAll(messages: readonly Message[], hashAddress: HashAddress) {
  const visitors = new Map<string, string>();
  const visitorOf = (address: string): string => {
    const visitor = visitors.get(address) ?? hashAddress(address);
    visitors.set(address, visitor);
    return visitor;
  };
  const downloads: Download[] = [];
  const missing: MissingCount[] = [];
  const refused: RefusedCount[] = [];
  const unreadable: string[] = [];
  // A queue may deliver a message twice in one batch.
  for (const { id, body } of new Map(messages.map((each) => [each.id, each])).values()) {
    try {
      const read = v.parse(AnyMessage, JSON.parse(body));
      if ('missing' in read) missing.push(toMissing(id, read));
      else if ('refused' in read) refused.push(toRefused(id, read));
      else downloads.push(toDownload(id, read, visitorOf));
    } catch (error) {
      logError('a message about downloads is none', error, { id });
      unreadable.push(id);
    }
  }
  return { downloads, missing, refused, unreadable };
}

const toDownload = (
  id: string,
  { name, version, at, agent, address }: v.InferOutput<typeof DownloadMessage>,
  hashAddress: HashAddress,
): Download => ({
  id,
  name: parsePackageName(name),
  version: parseVersion(version),
  day: at.slice(0, 10),
  agent,
  visitor: hashAddress(address),
  times: 1,
});

const toMissing = (
  id: string,
  { name, version, at }: v.InferOutput<typeof MissingMessage>,
): MissingCount => ({ id, name: parsePackageName(name), version, day: at.slice(0, 10), times: 1 });

const toRefused = (
  id: string,
  { name, version, rule, reason, at }: v.InferOutput<typeof RefusedMessage>,
): RefusedCount => ({
  id,
  name: parsePackageName(name),
  version: parseVersion(version),
  rule,
  reason,
  at,
  times: 1,
});
