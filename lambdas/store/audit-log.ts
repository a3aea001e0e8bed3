import {
  AUDIT_SHARDS,
  type AuditEvent,
  auditPartition,
  auditPeriod,
  auditPlace,
} from '#store/audit.ts';
import { itemsOf, pagesOf } from '#store/items.ts';
import type { Item, PartitionQuery, TableReader } from '#store/table.ts';

import { TABLE_SCHEMA } from './table-schema.ts';

/** An event as it is shown. */
export type LoggedEvent = Omit<AuditEvent, 'days'>;

/** Which events are wanted; times in ISO form. */
export interface AuditQuery {
  /** `package:name`, `user:name`, …; all of the registry where it is missing. */
  readonly subject?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  /** From this time on. */
  readonly from?: string | undefined;
  /** Before this time. */
  readonly to?: string | undefined;
  /** The place of the last event that was looked at. */
  readonly after?: string | undefined;
  readonly size: number;
  readonly now: Date;
  /** Days that events are kept; 0: for ever. */
  readonly retention: number;
}

export interface AuditPage {
  /** The newest first; fewer than wanted, or none, are not the end: `next` tells whether there are more. */
  readonly events: readonly LoggedEvent[];
  /** The place of the last event that was looked at; undefined: these were all. */
  readonly next: string | undefined;
}

/** Events that one request looks at: those that are asked for may be rare. */
const LOOKED_AT = 2000;
/** Nothing was written before. */
const FIRST_MONTH = '2026-01';

/** A page of the audit log. */
export async function listAudit(table: TableReader, query: AuditQuery): Promise<AuditPage> {
  const { actor, action, size } = query;
  const oldest = oldestOf(query);
  const events: LoggedEvent[] = [];
  let looked = 0;
  for await (const event of newestFirst(table, query, oldest)) {
    if (event.at < oldest) break;
    const wanted = (!actor || event.actor === actor) && (!action || event.action === action);
    if (wanted) events.push(event);
    looked += 1;
    if (events.length === size || looked === LOOKED_AT) return { events, next: auditPlace(event) };
  }
  return { events, next: undefined };
}

/** What is past its time may still be there for days: it is not shown. */
function oldestOf({ from = FIRST_MONTH, retention, now }: AuditQuery): string {
  if (retention === 0) return from;
  const kept = new Date(now.getTime() - retention * 86_400_000).toISOString();
  return kept > from ? kept : from;
}

async function* newestFirst(
  table: TableReader,
  { subject, to, after, now, size }: AuditQuery,
  oldest: string,
): AsyncGenerator<LoggedEvent> {
  // Nobody's clock is a day ahead.
  const latest = new Date(now.getTime() + 86_400_000).toISOString();
  const before = [to, after].reduce<string>(
    (least, each) => (each !== undefined && each < least ? each : least),
    latest,
  );
  const backwards = { before, backwards: true };
  if (subject !== undefined) {
    const partition = `audit#${subject}`;
    yield* eventsOf(table, { ...backwards, partition, index: 'gsi1', limit: size }, now);
    return;
  }
  // Of each shard some more than its share, so that one page of each is mostly enough.
  const limit = 10 + Math.ceil((2 * size) / AUDIT_SHARDS);
  for (const month of monthsBack(before, oldest)) {
    const shards = Array.from({ length: AUDIT_SHARDS }, (_, shard) => auditPeriod(month, shard));
    const streams = shards.map((period) =>
      eventsOf(table, { ...backwards, partition: auditPartition(period), limit }, now),
    );
    yield* merged(streams);
  }
}

function* monthsBack(from: string, until: string): Generator<string> {
  const month = new Date(`${from.slice(0, 7)}-01T00:00:00Z`);
  const last = until.slice(0, 7) > FIRST_MONTH ? until.slice(0, 7) : FIRST_MONTH;
  while (month.toISOString().slice(0, 7) >= last) {
    yield month.toISOString().slice(0, 7);
    month.setUTCMonth(month.getUTCMonth() - 1);
  }
}

/** One order out of several. */
async function* merged(
  streams: readonly AsyncGenerator<LoggedEvent>[],
): AsyncGenerator<LoggedEvent> {
  const heads = await Promise.all(streams.map(async (stream) => (await stream.next()).value));
  for (;;) {
    const places = heads.map((head) => (head ? auditPlace(head) : ''));
    const newest = places.reduce(
      (best, place, at) => (place > (places[best] ?? '') ? at : best),
      0,
    );
    const { [newest]: event } = heads;
    if (!event) return;
    yield event;
    heads[newest] = (await streams[newest]?.next())?.value;
  }
}

async function* eventsOf(
  table: TableReader,
  query: PartitionQuery,
  now: Date,
): AsyncGenerator<LoggedEvent, undefined> {
  const seconds = now.getTime() / 1000;
  for await (const page of pagesOf(table, query)) {
    for (const item of itemsOf('auditEvent', page)) {
      if (Number(item[TABLE_SCHEMA.ttlAttribute] ?? Infinity) > seconds) yield toEvent(item);
    }
  }
  return undefined;
}

function toEvent(item: Item): LoggedEvent {
  const { period: _, month: __, [TABLE_SCHEMA.ttlAttribute]: ___, ...event } = item;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return event as unknown as LoggedEvent;
}
