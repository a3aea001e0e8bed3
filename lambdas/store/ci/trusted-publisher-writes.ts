import {
  type CommittedTransactionResult,
  createWriteTransaction,
  type TransactWriteEntities,
  type TransactWriteItem,
} from 'electrodb';

import type { TrustedPublisher } from '#domain/ci/trusted-publisher.ts';
import type { Package } from '#domain/package.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { type Basis, restingOn } from '#store/basis.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { packages } from '#store/entities/package.ts';
import { trustedPublishers } from '#store/entities/trusted-publisher.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

const ENTITIES = { trustedPublishers, auditEvents, packages };

/** A trusted publisher that an owner of the package, as it was read, adds or takes away. */
export interface TrustChange {
  readonly pkg: Package;
  readonly publisher: TrustedPublisher;
  /** What the permission rests on beside the package. */
  readonly basis: readonly Basis[];
  readonly audit: AuditEvent;
}

type Entities = TransactWriteEntities<typeof ENTITIES>;

export const saveTrustedPublisher = async (
  table: TableClient,
  change: TrustChange,
): Promise<'saved' | 'overtaken'> =>
  write(table, change, ({ trustedPublishers: entity }) => entity.create(change.publisher).commit());

export const removeTrustedPublisher = async (
  table: TableClient,
  change: TrustChange,
): Promise<'saved' | 'overtaken'> =>
  write(table, change, ({ trustedPublishers: entity }) =>
    entity.remove({ package: change.pkg.name, id: change.publisher.id }).commit(),
  );

async function write(
  table: TableClient,
  { pkg, basis, audit }: TrustChange,
  part: (entities: Entities) => CommittedTransactionResult<unknown, TransactWriteItem>,
): Promise<'saved' | 'overtaken'> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    part(entities),
    // An owner who was removed a moment ago writes nothing.
    entities.packages
      .check({ name: pkg.name })
      .where(({ changeId }, { eq }) => eq(changeId, pkg.changeId))
      .commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  return (await transact(table, restingOn(basis, transaction))) ? 'overtaken' : 'saved';
}
