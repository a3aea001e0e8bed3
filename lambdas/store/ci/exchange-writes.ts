import { createWriteTransaction, type TransactWriteEntities } from 'electrodb';

import type { OwnerName } from '#domain/ci/owner-name.ts';
import type { RunToken } from '#domain/ci/run-token.ts';
import type { TrustedPublisher } from '#domain/ci/trusted-publisher.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { ownerNames } from '#store/entities/owner-name.ts';
import { runTokens } from '#store/entities/run-token.ts';
import { spentIdentities } from '#store/entities/spent-identity.ts';
import { trustedPublishers } from '#store/entities/trusted-publisher.ts';
import type { TableClient } from '#store/table.ts';
import { transact } from '#store/transact.ts';

const ENTITIES = { spentIdentities, runTokens, trustedPublishers, ownerNames, auditEvents };

/** A trusted owner goes by another name than it was known by. */
export interface RenamedOwner {
  readonly known: OwnerName | undefined;
  readonly name: OwnerName;
  readonly audit: AuditEvent;
}

export interface Exchanged {
  /** What the ID token may be used once for, hashed, and until when it is valid. */
  readonly spent: { readonly hash: string; readonly until: Date };
  readonly token: RunToken;
  /** Who let the run in; absent where it claims a name. */
  readonly publisher: TrustedPublisher | undefined;
  readonly renamed: RenamedOwner | undefined;
  readonly audit: AuditEvent;
}

const seconds = (date: Date): number => Math.ceil(date.getTime() / 1000);

/**
 * Stores a run's token. `spent`: the ID token was exchanged before. `overtaken`: the trusted publisher is
 * gone, or was bound to another repository meanwhile; or the owner's new name was noted.
 */
export async function saveExchange(
  table: TableClient,
  { spent, token, publisher, renamed, audit }: Exchanged,
): Promise<'saved' | 'spent' | 'overtaken'> {
  const ttl = seconds(new Date(token.expiresAt));
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.spentIdentities.create({ hash: spent.hash, ttl: seconds(spent.until) }).commit(),
    entities.runTokens.create({ ...token, ttl }).commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
    ...(publisher ? [pinned(entities, publisher, token.run.repository.id)] : []),
    ...(renamed ? noted(entities, renamed) : []),
  ]);
  const codes = await transact(table, transaction);
  if (!codes) return 'saved';
  return codes[0] === 'ConditionalCheckFailed' ? 'spent' : 'overtaken';
}

type Entities = TransactWriteEntities<typeof ENTITIES>;

/** Whoever takes the name of a repository that is gone has another id. */
const pinned = (
  { trustedPublishers: entity }: Entities,
  publisher: TrustedPublisher,
  repositoryId: string,
) =>
  entity
    .patch({ package: publisher.package, id: publisher.id })
    .set({ repositoryId })
    .where((attributes, { eq, notExists }) =>
      publisher.repositoryId === undefined
        ? notExists(attributes.repositoryId)
        : eq(attributes.repositoryId, repositoryId),
    )
    .commit();

/** Of many runs under a new name, one notes it. */
const noted = (entities: Entities, { known, name, audit }: RenamedOwner) => [
  entities.ownerNames
    .put(name)
    .where((attributes, { eq, notExists }) =>
      known ? eq(attributes.name, known.name) : notExists(attributes.name),
    )
    .commit(),
  entities.auditEvents.create(toAuditItem(audit)).commit(),
];

/** Removes a run's token and notes that it was. One that is gone already stays gone. */
export async function removeRunToken(
  table: TableClient,
  { hash }: RunToken,
  audit: AuditEvent,
): Promise<'saved' | 'overtaken'> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.runTokens.delete({ hash }).commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  return (await transact(table, transaction)) ? 'overtaken' : 'saved';
}
