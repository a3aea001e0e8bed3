import { randomBytes, randomUUID } from 'node:crypto';

import { tokenFacts } from '#domain/token-request.ts';
import { createToken, hashToken, type Token, tokenHint } from '#domain/token.ts';
import type { Services } from '#store/services.ts';
import { saveToken } from '#store/token-writes.ts';

/** Who a new token is for, and what it is limited to; nothing said means no limit. */
export type NewToken = Pick<Token, 'user' | 'name'> &
  Partial<
    Pick<
      Token,
      'permission' | 'packages' | 'scopes' | 'cidr' | 'expiresAt' | 'bypassesSecondFactor'
    >
  >;

/** Makes a token. Its text is in this answer and nowhere else ever again. */
export async function issueToken(
  { table, now, policy }: Pick<Services, 'table' | 'now' | 'policy'>,
  wanted: NewToken,
  address: string,
): Promise<{ readonly text: string; readonly token: Token }> {
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
  await saveToken(table, token, {
    id: randomUUID(),
    at,
    action: 'token-create',
    subject: `user:${user}`,
    actor: user,
    address,
    after: tokenFacts(token),
    detail: { key },
    days: policy.auditRetention,
  });
  return { text, token };
}
