import { crc32 } from 'node:zlib';

import type { Json } from '#domain/manifest.ts';

/** Who did what to what, and from where: written in the transaction that does it, never changed. */
export interface AuditEvent {
  readonly id: string;
  /** ISO time. */
  readonly at: string;
  readonly action: string;
  /** `package:name`, `user:name`, `org:name`, `address:network`, `trusted-owner:service:id` or `registry`. */
  readonly subject: string;
  readonly actor: string;
  /** Key of the token that was used, if one was. */
  readonly token?: string;
  readonly address: string;
  /** What was changed, as it was; missing where nothing was there, or it may not be told. */
  readonly before?: Json;
  /** The same as it is now. */
  readonly after?: Json;
  readonly detail: Json;
  /** Days after which it is gone; 0: never. */
  readonly days: number;
}

/** Who does what nobody asked for. No user can have this name. */
export const ITSELF = '(registry)';

/**
 * Partitions of a month. One partition takes 1,000 units of writing a second, and an event in a transaction is
 * two: with eight, the log does not hold up a registry in which 4,000 things change a second.
 */
export const AUDIT_SHARDS = 8;

/** The first shard's partition is that of events from before there were several. */
export const auditPeriod = (month: string, shard: number): string =>
  shard === 0 ? month : `${month}#${shard}`;

export const auditPartition = (period: string): string => `audit#${period}`;

/** The same time sorts by id, so that every event has a place of its own in the order. */
export const auditPlace = ({ at, id }: Pick<AuditEvent, 'at' | 'id'>): string => `${at}#${id}`;

export type AuditItem = Omit<AuditEvent, 'days'> & {
  readonly period: string;
  readonly ttl?: number;
};

export const toAuditItem = ({ days, ...event }: AuditEvent): AuditItem => ({
  ...event,
  period: auditPeriod(event.at.slice(0, 7), crc32(event.id) % AUDIT_SHARDS),
  ...(days > 0 && { ttl: Math.floor(Date.parse(event.at) / 1000) + days * 86_400 }),
});
