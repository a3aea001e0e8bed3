import { expect } from 'vitest';

import { anonymous, type Client, signUp } from './client.ts';
import type { Target } from './target.ts';

export type AuditedEvent = Record<string, any>;

/** Events that somebody reads, the oldest first. */
export async function readAudit(client: Client, path: string): Promise<readonly AuditedEvent[]> {
  const { status, body } = await client.get(path);
  expect([path, status]).toEqual([path, 200]);
  return body.events.toReversed();
}

/** Without what is different each time. */
export const short = ({ action, actor, before, after, detail }: AuditedEvent): AuditedEvent => ({
  action,
  actor,
  ...(before && { before }),
  ...(after && { after }),
  detail,
});

/** Whoever became the first admin before the tests. */
export async function firstAdmin(registry: Target): Promise<Client> {
  const { body } = await signUp(registry, 'first-of-all', 'becomes the admin');
  return anonymous(registry).with(body.token);
}
