import { randomInt } from 'node:crypto';

import { sha256 } from '#domain/integrity.ts';
import { auditOf } from '#http/audit.ts';
import { endpoint } from '#http/endpoint.ts';
import { json } from '#http/reply.ts';
import { defineRoute } from '#http/route.ts';
import { saveInvite } from '#store/invites.ts';

const DAYS = 7;

/** Digits, because npm's prompt for a one-time password takes nothing else. */
export const route = defineRoute({
  method: 'POST',
  path: '/-/v1/invites',
  summary: 'Make a code that lets one person sign up within a week',
  permission: 'admin',
  stores: ['invites:write'],
});

export const handle = endpoint(route, async (call) => {
  const { principal, services } = call;
  const code = Array.from({ length: 12 }, () => randomInt(10)).join('');
  const now = services.now();
  const expiresAt = new Date(now.getTime() + DAYS * 86_400_000).toISOString();
  await saveInvite(
    services.table,
    { hash: sha256(code), createdBy: principal.name, createdAt: now.toISOString(), expiresAt },
    {
      ...auditOf(call, 'invite', {}, { after: { expires: expiresAt } }),
      at: now.toISOString(),
      subject: 'registry',
    },
  );
  return json({ code, expires: expiresAt }, 201);
});
