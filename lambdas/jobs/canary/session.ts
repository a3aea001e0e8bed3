import { randomBytes, randomUUID } from 'node:crypto';

import { hashPassword } from '#domain/password.ts';
import { CANARY } from '#domain/user.ts';
import { issueToken } from '#http/issue-token.ts';
import type { Services } from '#store/services.ts';
import { createUser } from '#store/sign-up.ts';
import { findUser } from '#store/users.ts';

/** Milliseconds: longer than a run may take. */
const LIFETIME = 300_000;

/** A token of the canary's own user, for packages of its scope alone; nobody knows the user's password. */
export async function openSession(
  stores: Pick<Services, 'table' | 'now' | 'policy'>,
  scope: string,
): Promise<string> {
  const { table, now } = stores;
  if (!(await findUser(table, CANARY))) await createCanary(stores);
  const expiresAt = new Date(now().getTime() + LIFETIME).toISOString();
  const token = { user: CANARY, name: 'canary', scopes: [scope], expiresAt };
  const { text } = await issueToken(stores, token, 'canary');
  return text;
}

async function createCanary({
  table,
  now,
  policy,
}: Pick<Services, 'table' | 'now' | 'policy'>): Promise<void> {
  const at = now().toISOString();
  const user = {
    name: CANARY,
    email: '',
    admin: false,
    passwordHash: await hashPassword(randomBytes(32).toString('base64')),
    createdAt: at,
    updatedAt: at,
  };
  await createUser(
    table,
    user,
    { kind: 'open' },
    {
      id: randomUUID(),
      at,
      action: 'sign-up',
      subject: `user:${CANARY}`,
      actor: CANARY,
      address: 'canary',
      after: { name: CANARY, email: '', admin: false },
      detail: { admission: 'canary' },
      days: policy.auditRetention,
    },
  );
}
