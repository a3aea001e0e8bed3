import { randomUUID } from 'node:crypto';

import type { Json } from '#domain/manifest.ts';
import { actorOf, type Publisher } from '#domain/principal.ts';
import type { Request } from '#http/request.ts';
import type { AuditEvent } from '#store/audit.ts';

/** What the audit log keeps of a change: who, with which token, from where, and what. */
export function auditOf(
  { principal, request }: { readonly principal: Publisher; readonly request: Request },
  action: string,
  detail: Json,
): Omit<AuditEvent, 'at' | 'subject'> {
  const event = { id: randomUUID(), action, actor: actorOf(principal), address: request.address };
  if (principal.kind === 'ci') {
    return { ...event, token: principal.key, detail: { ...detail, run: principal.run } };
  }
  const { credential } = principal;
  const token = credential.kind === 'token' ? { token: credential.key } : {};
  return { ...event, ...token, detail };
}
