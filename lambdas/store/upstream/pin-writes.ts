import { createWriteTransaction } from 'electrodb';

import { unavailable } from '#domain/errors.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { upstreamTarballs } from '#store/entities/upstream-tarball.ts';
import { shardOf } from '#store/packages.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

import { findPin, type Pin } from './pins.ts';

const ENTITIES = { upstreamTarballs, auditEvents };

/** Pins a version, unless it is pinned: the pin that holds from then on. */
export async function savePin(table: TableClient, pin: Pin): Promise<Pin> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.upstreamTarballs.create({ ...pin, shard: shardOf(pin.name) }).commit(),
  ]);
  const written = (await transact(table, transaction)) === undefined;
  return written ? pin : ((await findPin(table, pin.name, pin.version)) ?? pin);
}

/** Pins of one transaction: 100 items, less the event. */
export const PINS_PER_CHANGE = 99;

/** Forgets what versions were, and notes it: whatever the upstream has then is taken for right. */
export async function forgetPins(
  table: TableClient,
  pins: readonly Pin[],
  audit: AuditEvent,
): Promise<void> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    ...pins.map(({ name, version }) =>
      entities.upstreamTarballs.delete({ name, version }).commit(),
    ),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  if (await transact(table, transaction)) {
    throw unavailable('what versions were could not be forgotten: try again');
  }
}
