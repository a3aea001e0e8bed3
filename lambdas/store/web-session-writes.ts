import { createWriteTransaction } from 'electrodb';

import { unavailable } from '#domain/errors.ts';
import type { Token } from '#domain/token.ts';
import type { WebSession } from '#domain/web-session.ts';
import { type AuditEvent, toAuditItem } from '#store/audit.ts';
import { auditEvents } from '#store/entities/audit-event.ts';
import { tokens } from '#store/entities/token.ts';
import { webSessions } from '#store/entities/web-session.ts';
import type { TableClient } from '#store/table.ts';
import { toTokenItem } from '#store/token-writes.ts';
import { transact } from '#store/transact.ts';

const ENTITIES = { webSessions, tokens, auditEvents };

/** `audit`: where it matters that somebody asked, and not only what comes of it. */
export async function saveWebSession(
  table: TableClient,
  session: WebSession,
  audit?: AuditEvent,
): Promise<void> {
  const ttl = Math.floor(Date.parse(session.expiresAt) / 1000);
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.webSessions.create({ ...session, ttl }).commit(),
    ...(audit ? [entities.auditEvents.create(toAuditItem(audit)).commit()] : []),
  ]);
  if (await transact(table, transaction)) throw unavailable('the login could not begin: try again');
}

/**
 * Notes in which browser the person goes on; a later one takes the place of an earlier. False: somebody has
 * decided meanwhile.
 */
export async function enterBrowser(
  table: TableClient,
  { id }: WebSession,
  entry: Required<Pick<WebSession, 'browserHash'>> & Pick<WebSession, 'inviteHash'>,
): Promise<boolean> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.webSessions.patch({ id }).set(entry).where(undecided).commit(),
  ]);
  return (await transact(table, transaction)) === undefined;
}

/**
 * Uses up that a browser went on: whoever comes back a second time with the same state, or at the same moment,
 * is too late.
 */
export async function leaveBrowser(
  table: TableClient,
  { id, browserHash = '' }: WebSession,
): Promise<boolean> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.webSessions
      .patch({ id })
      .remove(['browserHash'])
      .where((session, { eq }) => eq(session.browserHash, browserHash))
      .commit(),
  ]);
  return (await transact(table, transaction)) === undefined;
}

type Decision = Pick<WebSession, 'approvedAs'> | Pick<WebSession, 'refusedFor'>;

/** Writes what the person decided, once, and notes it. False: it was decided before. */
export async function decideWebSession(
  table: TableClient,
  { id }: WebSession,
  decision: Decision,
  audit: AuditEvent,
): Promise<boolean> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.webSessions.patch({ id }).set(decision).where(undecided).commit(),
    entities.auditEvents.create(toAuditItem(audit)).commit(),
  ]);
  return (await transact(table, transaction)) === undefined;
}

const undecided = (
  session: { readonly approvedAs: unknown; readonly refusedFor: unknown },
  { notExists }: { readonly notExists: (attribute: never) => string },
): string =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- electrodb types each attribute apart
  `${notExists(session.approvedAs as never)} AND ${notExists(session.refusedFor as never)}`;

/** What the program gets in exchange for a decided session, and that it was given. */
export interface Redemption {
  readonly token: Token;
  readonly audit: AuditEvent;
}

/**
 * Uses a decided session up, and makes what it was for in the same transaction: of two who poll at the same
 * moment one gets it. False: it is gone.
 */
export async function redeemWebSession(
  table: TableClient,
  { id }: WebSession,
  redemption?: Redemption,
): Promise<boolean> {
  const transaction = createWriteTransaction(ENTITIES, (entities) => [
    entities.webSessions
      .remove({ id })
      .where(({ approvedAs }, { exists }) => exists(approvedAs))
      .commit(),
    ...(redemption
      ? [
          entities.tokens.create(toTokenItem(redemption.token)).commit(),
          entities.auditEvents.create(toAuditItem(redemption.audit)).commit(),
        ]
      : []),
  ]);
  return (await transact(table, transaction)) === undefined;
}
