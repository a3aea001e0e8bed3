import { lookAlikeKey, scopeOf, type PackageName } from '#domain/package-name.ts';
import { userLookAlikeKey } from '#domain/user-look-alike.ts';
import type { UserName } from '#domain/user.ts';
import { AUDIT_SHARDS, auditPartition, auditPeriod } from '#store/audit.ts';
import { BackupError } from '#store/backup/backup-error.ts';
import { listItems } from '#store/items.ts';
import { TABLE_SCHEMA } from '#store/table-schema.ts';
import type { Item, TableReader } from '#store/table.ts';

import type { Spool } from './spool.ts';

const { sortKey } = TABLE_SCHEMA;

/** Clocks differ, and what is dated now is written a moment later, in milliseconds. */
const MARGIN = 300_000;
/** Looks at what was written; the next one finds what was written during the last. */
const LOOKS = 8;
/** Readings of a partition until none comes between. */
const READS = 20;

/**
 * Brings what a scan found in order. Every change writes an event of the audit log in its transaction: whatever
 * an event since the scan began is about is read again, each package and organization as of one moment.
 */
export async function settle(
  table: TableReader,
  spool: Spool,
  began: Date,
  now: () => Date,
): Promise<void> {
  const from = new Date(began.getTime() - MARGIN);
  const seen = new Set<string>();
  for (let look = 1; look <= LOOKS; look += 1) {
    const events = await eventsSince(table, from, now());
    const fresh = events.filter((event) => !seen.has(String(event[sortKey])));
    if (fresh.length === 0) return;
    for (const event of fresh) seen.add(String(event[sortKey]));
    for (const subject of new Set(fresh.map((event) => String(event['subject'])))) {
      await readAgain(table, spool, subject);
    }
    spool.put(fresh);
    spool.put(await changesSince(table, from, now()));
  }
}

async function eventsSince(table: TableReader, from: Date, until: Date): Promise<readonly Item[]> {
  const months = new Set([from, until].map((time) => time.toISOString().slice(0, 7)));
  const partitions = [...months].flatMap((month) =>
    Array.from({ length: AUDIT_SHARDS }, (_, shard) => auditPartition(auditPeriod(month, shard))),
  );
  return readFrom(table, partitions, from);
}

async function changesSince(table: TableReader, from: Date, until: Date): Promise<readonly Item[]> {
  const days = new Set([from, until].map((time) => time.toISOString().slice(0, 10)));
  return readFrom(
    table,
    [...days].map((day) => `changes#${day}`),
    from,
  );
}

const readFrom = async (
  table: TableReader,
  partitions: readonly string[],
  from: Date,
): Promise<readonly Item[]> => {
  const since = from.toISOString();
  const found = partitions.map(async (partition) => listItems(table, { partition, from: since }));
  return (await Promise.all(found)).flat();
};

async function readAgain(table: TableReader, spool: Spool, subject: string): Promise<void> {
  const at = subject.indexOf(':');
  const [kind, name] = [subject.slice(0, at), subject.slice(at + 1)];
  for (const partition of PARTITIONS[kind]?.(name) ?? []) {
    const items = await readWhole(table, partition);
    spool.replace(partition, items);
    for (const id of stagedIn(items)) {
      spool.replace(`stage#${id}`, await listItems(table, { partition: `stage#${id}` }));
    }
  }
}

/** What a change of a subject may have written, apart from what only ever appears whole. */
const PARTITIONS: Readonly<Record<string, (name: string) => readonly string[]>> = {
  /* oxlint-disable typescript/no-unsafe-type-assertion -- events name what the registry knows */
  package: (name) => [
    `package#${name}`,
    `advisories#${name}`,
    `trust#${name}`,
    `look-alike#${lookAlikeKey(name)}`,
    ...scopesOf(name as PackageName),
  ],
  user: (name) => [
    `user#${name}`,
    `second-factor#${name}`,
    `user-look-alike#${userLookAlikeKey(name as UserName)}`,
  ],
  org: (name) => [`org#${name}`, `scope#${lookAlikeKey(name)}`],
  /* oxlint-enable typescript/no-unsafe-type-assertion */
};

function scopesOf(name: PackageName): readonly string[] {
  const scope = scopeOf(name);
  return scope === undefined ? [] : [`scope#${lookAlikeKey(scope.slice(1))}`];
}

/** Versions that wait, of a package's items. */
const stagedIn = (items: readonly Item[]): readonly string[] =>
  items
    .filter((item) => item['__edb_e__'] === 'stagedNumber')
    .map((item) => String(item['stageId']));

/** A partition as of one moment: whoever changes it raises a revision in it. */
async function readWhole(table: TableReader, partition: string): Promise<readonly Item[]> {
  for (let read = 1; read <= READS; read += 1) {
    const before = await revisionsOf(table, partition);
    const items = await listItems(table, { partition });
    if ((await revisionsOf(table, partition)) === before) return items;
  }
  throw new BackupError(`${partition} changes without a pause: back up when fewer publish`);
}

const REVISED = ['package', 'staged', 'org'];

async function revisionsOf(table: TableReader, partition: string): Promise<string> {
  const found = await table.find(REVISED.map((sort) => ({ partition, sort })));
  return found.map((item) => String(item?.['rev'])).join(' ');
}
