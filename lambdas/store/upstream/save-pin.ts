import { createWriteTransaction } from 'electrodb';

import { upstreamTarballs } from '#store/entities/upstream-tarball.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

import { findPin, type Pin } from './pins.ts';

const ENTITIES = { upstreamTarballs };

/** Pins a version, unless it is pinned: the pin that holds from then on. */
export async function savePin(table: TableClient, pin: Pin): Promise<Pin> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.upstreamTarballs.create(pin).commit(),
  ]);
  const written = (await transact(table, transaction)) === undefined;
  return written ? pin : ((await findPin(table, pin.name, pin.version)) ?? pin);
}
