import { createWriteTransaction } from 'electrodb';

import type { Package } from '#domain/package.ts';
import type { PackageAdvisories } from '#store/advisories.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { type Basis, restingOn } from '#store/basis.ts';
import { advisories } from '#store/entities/advisories.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { packages } from '#store/entities/package.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

const ENTITIES = { advisories, auditEvents, packages };

/** What a change of a package's advisories was decided by: it must still be so when they are written. */
export interface AdvisoriesChange {
  readonly pkg: Package | undefined;
  /** What the permission to change them rests on beside the package. */
  readonly basis: readonly Basis[];
  readonly before: PackageAdvisories;
  readonly list: PackageAdvisories['list'];
  readonly audit: AuditEvent;
}

/** Writes a package's advisories and who changed them, unless somebody else was quicker. */
export async function saveAdvisories(
  table: TableClient,
  { pkg, basis, before: { name, rev }, list, audit }: AdvisoriesChange,
): Promise<'saved' | 'overtaken'> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.advisories
      .put({ name, rev: rev + 1, list })
      .where((attributes, { eq, notExists }) =>
        rev === 0 ? notExists(attributes.rev) : eq(attributes.rev, rev),
      )
      .commit(),
    // An owner who was removed a moment ago writes nothing.
    entities.packages
      .check({ name })
      .where(({ changeId }, { eq, notExists }) =>
        pkg ? eq(changeId, pkg.changeId) : notExists(changeId),
      )
      .commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  return (await transact(table, restingOn(basis, transaction))) ? 'overtaken' : 'saved';
}
