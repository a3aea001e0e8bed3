import { createWriteTransaction } from 'electrodb';

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

export async function saveTrustedPublisher(
  table: TableClient,
  { pkg, publisher, basis, audit }: TrustChange,
): Promise<'saved' | 'overtaken'> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.trustedPublishers.create(publisher).commit(),
    // An owner who was removed a moment ago writes nothing.
    entities.packages
      .check({ name: pkg.name })
      .where(({ changeId }, { eq }) => eq(changeId, pkg.changeId))
      .commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  return (await transact(table, restingOn(basis, transaction))) ? 'overtaken' : 'saved';
}

export async function removeTrustedPublisher(
  table: TableClient,
  { pkg, publisher, basis, audit }: TrustChange,
): Promise<'saved' | 'overtaken'> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.trustedPublishers.remove({ package: pkg.name, id: publisher.id }).commit(),
    entities.packages
      .check({ name: pkg.name })
      .where(({ changeId }, { eq }) => eq(changeId, pkg.changeId))
      .commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  return (await transact(table, restingOn(basis, transaction))) ? 'overtaken' : 'saved';
}
