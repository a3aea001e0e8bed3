import { randomUUID } from 'node:crypto';

import type { Json } from '#domain/manifest.ts';
import type { UserPrincipal } from '#domain/principal.ts';
import type { Request } from '#http/request.ts';
import type { AuditEvent } from '#store/audit.ts';

/** What the audit log keeps of a change: who, with which token, from where, and what. */
export function auditOf(
  { principal, request }: { readonly principal: UserPrincipal; readonly request: Request },
  action: string,
  detail: Json,
): Omit<AuditEvent, 'at' | 'subject'> {
  const { credential, name: actor } = principal;
  const token = credential.kind === 'token' ? { token: credential.key } : {};
  return { id: randomUUID(), action, actor, ...token, address: request.address, detail };
}
