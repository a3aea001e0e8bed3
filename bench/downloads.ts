import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';

import { parsePackageName } from '#domain/package-name.ts';
import { countDownloads } from '#jobs/count-downloads.ts';
import { createDownloadCounts } from '#store/downloads/download-counts.ts';
import { createRegistryDownloads } from '#store/downloads/registry-day.ts';
import { createVisitorKeys } from '#store/downloads/visitor-key.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { TableClient } from '#store/table.ts';

import { openTable } from '../local/table/client.ts';

/*
 * Counts a day's downloads as the queue's job does, ten thousand messages at a time: every tenth batch is delivered
 * again. The first package has half of all downloads, the next half of the rest, and so on for twenty; the others
 * share what is left.
 */

const { values } = parseArgs({
  options: { events: { type: 'string', default: '10000000' } },
});
const EVENTS = Number(values.events);
const BATCH = 10_000;
const HOT = 20;
const PACKAGES = 20_000;
const VERSIONS = 50;
const DAY = '2026-11-21';
const AGENTS = [
  'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false',
  'pnpm/10.34.9 npm/? node/v22.1.0 linux x64',
  'Bun/1.4.5',
  'got (https://github.com/sindresorhus/got)',
];

/** Always the same numbers from 0 to 2^32 (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
}

const random = createRandom(1);

function nextPackage(): number {
  const place = Math.clz32(random());
  return place < HOT ? place : HOT + (random() % (PACKAGES - HOT));
}

const nameOf = (serial: number): string => `package-${serial}`;

function nextMessage(serial: number, downloads: number[]) {
  const index = random() % 100 === 0 ? HOT + (random() % (PACKAGES - HOT)) : nextPackage();
  downloads[index] = (downloads[index] ?? 0) + 1;
  const address = random() % 5_000_000;
  const body = {
    name: nameOf(index),
    version: `1.${random() % VERSIONS}.0`,
    at: `${DAY}T12:00:00.000Z`,
    agent: AGENTS[random() % AGENTS.length],
    address: `10.${address >>> 16}.${(address >>> 8) & 255}.${address & 255}`,
  };
  return { id: String(serial), body: JSON.stringify(body) };
}

const embedded = openTable({ file: ':memory:', schema: TABLE_SCHEMA });
const writes = new Map<string, number>();
const written = (key: string): void => void writes.set(key, (writes.get(key) ?? 0) + 1);
const table: TableClient = {
  ...embedded,
  async write(operation, input) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what add-downloads.ts writes
    const { TransactItems } = input as {
      TransactItems: readonly {
        Put?: { Item: { pk: string } };
        Update?: { Key: { pk: string } };
      }[];
    };
    const answer = await embedded.write(operation, input);
    for (const { Put, Update } of TransactItems ?? [])
      written(Put?.Item.pk ?? Update?.Key.pk ?? '');
    return answer;
  },
};

const now = new Date(`${DAY}T12:00:00.000Z`);
const hashAddress = await createVisitorKeys(() => table)(now);
const parts = { table, now: () => now, hashAddress, limit: 1000, goesOn: () => true };
const downloads: number[] = [];
let busy = 0;
for (let serial = 0; serial < EVENTS; serial += BATCH) {
  const size = Math.min(BATCH, EVENTS - serial);
  const messages = Array.from({ length: size }, (_, at) => nextMessage(serial + at, downloads));
  const started = performance.now();
  await countDownloads(parts, messages);
  if ((serial / BATCH) % 10 === 0) await countDownloads(parts, messages.toReversed());
  busy += performance.now() - started;
}

const counts = createDownloadCounts(() => embedded);
const period = { start: DAY, end: DAY };
const wrong: string[] = [];
for (const [index, expected] of downloads.entries()) {
  if (expected === undefined) continue;
  const total = (await counts(parsePackageName(nameOf(index)), period)).get(DAY)?.total ?? 0;
  if (total !== expected) wrong.push(`${nameOf(index)}: ${total} instead of ${expected}`);
}
const all = (await createRegistryDownloads(() => embedded)(period)).get(DAY)?.total;
const [hottest = 0] = downloads;
const ofHottest = writes.get(`downloads#${nameOf(0)}`) ?? 0;
const ofAll = [...writes.values()].reduce((sum, count) => sum + count, 0);
console.log(`${EVENTS} downloads of ${downloads.filter(Boolean).length} packages`);
console.log(`counted: ${all}; packages with another number than was sent: ${wrong.length}`);
console.log(
  `the hottest: ${hottest} downloads, ${ofHottest} writes, one for ${Math.round(hottest / ofHottest)}`,
);
console.log(`all: ${ofAll} writes, one for ${(EVENTS / ofAll).toFixed(1)}`);
console.log(
  `${Math.round(EVENTS / (busy / 1000))} a second, ${process.memoryUsage.rss() >> 20} MB`,
);
for (const line of wrong.slice(0, 10)) console.log(line);
embedded.close();
if (wrong.length > 0 || all !== EVENTS) process.exitCode = 1;
