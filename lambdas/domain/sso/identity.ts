import { sha256 } from '#domain/integrity.ts';
import type { Json } from '#domain/manifest.ts';
import type { UserName } from '#domain/user.ts';

import type { Claims } from './claims.ts';

/**
 * Whose a sign-in is. A provider promises that `sub` is never given to somebody else; names and addresses
 * change hands, so that neither ever decides.
 */
export interface Identity {
  /** SHA-256 of issuer and subject: what it is looked up by. */
  readonly id: string;
  readonly issuer: string;
  readonly subject: string;
  readonly user: UserName;
  readonly createdAt: string;
}

/** Both as JSON: no issuer and subject read like another pair. */
export const identityId = ({ iss, sub }: Claims): string => sha256(JSON.stringify([iss, sub]));

/** A link as its owner is shown one. */
export const identitySummary = ({ id, issuer, subject, createdAt }: Identity): Json => ({
  id,
  issuer,
  subject,
  created: createdAt,
});
