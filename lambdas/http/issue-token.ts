import { randomBytes, randomUUID } from 'node:crypto';

import { tokenFacts } from '#domain/token-request.ts';
import { createToken, hashToken, type Token, tokenHint } from '#domain/token.ts';
import type { AuditEvent } from '#store/audit.ts';
import type { Services } from '#store/services.ts';
import { saveToken } from '#store/token-writes.ts';

/** Who a new token is for, and what it is limited to; nothing said means no limit. */
export type WantedToken = Pick<Token, 'user' | 'name'> &
  Partial<
    Pick<
      Token,
      | 'permission'
      | 'packages'
      | 'scopes'
      | 'cidr'
      | 'expiresAt'
      | 'bypassesSecondFactor'
      | 'origin'
    >
  >;

export interface NewToken {
  /** In this answer and nowhere else ever again. */
  readonly text: string;
  readonly token: Token;
  /** That it was made. */
  readonly audit: AuditEvent;
}

/** A token that is still to be stored. */
export function newToken(
  { now, policy }: Pick<Services, 'now' | 'policy'>,
  wanted: WantedToken,
  address: string,
): NewToken {
  const text = createToken(randomBytes);
  const token: Token = {
    permission: 'read-write',
    packages: [],
    scopes: [],
    cidr: [],
    ...wanted,
    hash: hashToken(text),
    key: randomBytes(16).toString('hex'),
    hint: tokenHint(text),
    createdAt: now().toISOString(),
  };
  const { key, user, createdAt: at } = token;
  const audit = {
    id: randomUUID(),
    at,
    action: 'token-create',
    subject: `user:${user}`,
    actor: user,
    address,
    after: tokenFacts(token),
    detail: { key },
    days: policy.auditRetention,
  };
  return { text, token, audit };
}

/** Makes a token and stores it. */
export async function issueToken(
  services: Pick<Services, 'table' | 'now' | 'policy'>,
  wanted: WantedToken,
  address: string,
): Promise<NewToken> {
  const made = newToken(services, wanted, address);
  await saveToken(services.table, made.token, made.audit);
  return made;
}
