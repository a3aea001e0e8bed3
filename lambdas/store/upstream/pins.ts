import { createWriteTransaction } from 'electrodb';

import type { PackageName } from '#domain/package-name.ts';
import type { Version } from '#domain/version.ts';
import { upstreamTarballs } from '#store/entities/upstream-tarball.ts';
import { findItem } from '#store/items.ts';
import type { TableClient, TableReader } from '#store/table.ts';
import { transact } from '#store/transact.ts';

/** What a version's tarball was when it was first fetched. */
export interface Pin {
  readonly name: PackageName;
  readonly version: Version;
  readonly integrity: string;
  readonly shasum: string;
  /** Bytes. */
  readonly size: number;
  /** ISO date. */
  readonly fetchedAt: string;
}

export async function findPin(
  table: TableReader,
  name: PackageName,
  version: Version,
): Promise<Pin | undefined> {
  const item = await findItem(table, 'upstreamTarball', `upstream#${name}`, `tarball#${version}`);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the entity wrote the item
  return item as Pin | undefined;
}

const ENTITIES = { upstreamTarballs };

/** Pins a version, unless it is pinned: the pin that holds from then on. */
export async function savePin(table: TableClient, pin: Pin): Promise<Pin> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.upstreamTarballs.create(pin).commit(),
  ]);
  const written = (await transact(table, transaction)) === undefined;
  return written ? pin : ((await findPin(table, pin.name, pin.version)) ?? pin);
}
