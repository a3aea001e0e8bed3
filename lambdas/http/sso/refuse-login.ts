import { randomUUID } from 'node:crypto';

import type { WebSession } from '#domain/web-session.ts';
import type { Request } from '#http/request.ts';
import type { Services } from '#store/services.ts';
import { decideWebSession } from '#store/web-session-writes.ts';

interface Refusing {
  readonly request: Request;
  readonly services: Services;
}

/** Ends a session for good, and says to whoever polls why. */
export async function refuseLogin(
  session: WebSession,
  reason: string,
  { request, services }: Refusing,
): Promise<void> {
  const { purpose, address: asker, client, user } = session;
  await decideWebSession(
    services.table,
    session,
    { refusedFor: reason },
    {
      id: randomUUID(),
      at: services.now().toISOString(),
      action: 'login-refused',
      subject: user === undefined ? 'registry' : `user:${user}`,
      actor: 'anonymous',
      address: request.address,
      detail: { purpose, asker, client, reason },
      days: services.policy.auditRetention,
    },
  );
}
