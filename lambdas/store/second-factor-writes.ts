import { createWriteTransaction } from 'electrodb';

import type { SecondFactor } from '#domain/second-factor/second-factor.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { secondFactors } from '#store/entities/second-factor.ts';
import { users } from '#store/entities/user.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

const ENTITIES = { secondFactors, users, auditEvents };

/** A change of a second factor, decided on `before`. */
export interface SecondFactorChange {
  readonly before: SecondFactor;
  readonly after: Pick<SecondFactor, 'active' | 'pending'>;
  /** Absent where a code of an authenticator was used: what it was used for is noted. */
  readonly audit?: AuditEvent;
}

/**
 * Writes a second factor unless it was changed meanwhile, so that of two who use one code at once one does,
 * wherever they run. Its mode is written to the user as well, who is read with every request.
 */
export async function saveSecondFactor(
  table: TableClient,
  { before, after, audit }: SecondFactorChange,
): Promise<'saved' | 'overtaken'> {
  const { user, rev } = before;
  const { active, pending } = after;
  const mode = active?.mode;
  const item = { user, rev: rev + 1, ...(active && { active }), ...(pending && { pending }) };
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.secondFactors
      .put(item)
      .where((attributes, { eq, notExists }) =>
        rev === 0 ? notExists(attributes.rev) : eq(attributes.rev, rev),
      )
      .commit(),
    ...(mode === before.active?.mode
      ? []
      : [
          mode === undefined
            ? entities.users.patch({ name: user }).remove(['secondFactor']).commit()
            : entities.users.patch({ name: user }).set({ secondFactor: mode }).commit(),
        ]),
    ...(audit ? [entities.auditEvents.create(toAuditItem(audit)).commit()] : []),
  ]);
  return (await transact(table, transaction)) ? 'overtaken' : 'saved';
}
