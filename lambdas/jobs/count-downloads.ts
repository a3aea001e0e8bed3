import { createHash } from 'node:crypto';
import * as v from 'valibot';

import { parsePackageName } from '#domain/package-name.ts';
import { parseVersion } from '#domain/version.ts';
import { addDownloads, type DownloadCount } from '#store/downloads.ts';
import type { TableClient } from '#store/table.ts';

/** A download as its message tells it; `at` is an ISO time. */
const DownloadMessage = v.object({
  name: v.string(),
  version: v.string(),
  at: v.pipe(v.string(), v.isoTimestamp()),
});

interface Message {
  /** That the queue gave it. */
  readonly id: string;
  readonly body: string;
}

/** Adds the downloads of many messages to their days' counts, each version by one write. */
export async function countDownloads(
  table: TableClient,
  messages: readonly Message[],
): Promise<void> {
  const counts = new Map<string, DownloadCount>();
  for (const { body } of messages) {
    const one = toCount(body);
    const key = `${one.name}#${one.version}#${one.day}`;
    counts.set(key, { ...one, count: (counts.get(key)?.count ?? 0) + one.count });
  }
  const ids = messages.map(({ id }) => id).toSorted();
  const batch = createHash('sha256').update(ids.join()).digest('hex');
  const sorted = [...counts].toSorted(([a], [b]) => (a < b ? -1 : 1));
  await addDownloads(
    table,
    batch,
    sorted.map(([, count]) => count),
  );
}

/** Throws where a message is none of ours: it ends among the dead letters, where somebody sees it. */
function toCount(body: string): DownloadCount {
  const { name, version, at } = v.parse(DownloadMessage, JSON.parse(body));
  return {
    name: parsePackageName(name),
    version: parseVersion(version),
    day: at.slice(0, 10),
    count: 1,
  };
}
