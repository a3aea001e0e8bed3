import { randomUUID } from 'node:crypto';

import type { Json } from '#domain/manifest.ts';
import { actorOf, type Publisher } from '#domain/principal.ts';
import type { Request } from '#http/request.ts';
import { saveAuditEvent } from '#store/audit-put.ts';
import type { AuditEvent } from '#store/audit.ts';
import type { Services } from '#store/services.ts';

interface Acting {
  readonly principal: Publisher;
  readonly request: Request;
  readonly services: Pick<Services, 'policy'>;
}

/** What was changed, as it was and as it is; never a secret. */
export interface Difference {
  readonly before?: Json;
  readonly after?: Json;
}

/** What the audit log keeps of a change: who, with which token, from where, what, before and after. */
export function auditOf(
  { principal, request, services }: Acting,
  action: string,
  detail: Json,
  { before, after }: Difference = {},
): Omit<AuditEvent, 'at' | 'subject'> {
  const token = tokenOf(principal);
  return {
    id: randomUUID(),
    action,
    actor: actorOf(principal),
    ...(token !== undefined && { token }),
    address: request.address,
    ...(before && { before }),
    ...(after && { after }),
    detail: principal.kind === 'ci' ? { ...detail, run: principal.run } : detail,
    days: services.policy.auditRetention,
  };
}

function tokenOf(principal: Publisher): string | undefined {
  if (principal.kind === 'ci') return principal.key;
  return principal.credential.kind === 'token' ? principal.credential.key : undefined;
}

/** Notes what is done to the registry as a whole, before it is done: nothing happens that is not noted. */
export async function noteInRegistry(
  call: Acting & { readonly services: Pick<Services, 'table' | 'now'> },
  action: string,
  detail: Json,
): Promise<void> {
  const { now, table } = call.services;
  const at = now().toISOString();
  await saveAuditEvent(table, { ...auditOf(call, action, detail), at, subject: 'registry' });
}
