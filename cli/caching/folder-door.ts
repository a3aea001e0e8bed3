import { randomUUID } from 'node:crypto';

import { parseVersion } from '#domain/version.ts';
import { cacheOf } from '#http/upstream-cache.ts';
import { saveAuditEvent } from '#store/audit-put.ts';
import { listKept } from '#store/upstream/cache/list-kept.ts';
import { measureKept } from '#store/upstream/cache/measure-kept.ts';
import { type Forgetting, removeKept } from '#store/upstream/cache/remove-kept.ts';
import { verifyKept } from '#store/upstream/cache/verify-kept.ts';

import type { Settings } from '../../local/config/schema.ts';
import { createAccessLog } from '../../local/http/access-log.ts';
import { openRegistry } from '../../local/registry.ts';
import type { CacheDoor } from './door.ts';

/** Of each step. */
const SIZE = 1000;

/** The cache in a data folder that no registry uses. */
export async function openFolderDoor(settings: Settings): Promise<CacheDoor> {
  const silent = createAccessLog('none', () => undefined);
  const registry = await openRegistry(settings, silent);
  const { policy } = registry.services;
  const parts = cacheOf(registry.services);
  const event = (action: string) => ({ ...byHand(action), days: policy.auditRetention });
  return {
    list: async (pattern, after) => listKept(parts, { pattern, after, size: SIZE }),
    remove: async ({ pattern, version: text, forget }, after) => {
      const version = text === undefined ? undefined : parseVersion(text);
      const forgetting: Forgetting = (_, pins) => ({
        ...event('forget-tarballs'),
        before: Object.fromEntries(pins.map((pin) => [pin.version, pin.integrity])),
      });
      const by = forget ? forgetting : undefined;
      await saveAuditEvent(parts.table, {
        ...event('cache-remove'),
        at: parts.now().toISOString(),
        subject: 'registry',
        detail: { package: pattern, version: version ?? null, forget, after: after ?? null },
      });
      return removeKept(parts, { pattern, version, forget: by, after, size: SIZE });
    },
    stats: async () => measureKept(parts),
    verify: async (after) => verifyKept(parts, { after, size: SIZE }),
    close: async () => registry.close(),
  };
}

/** By whoever may write into the folder. */
const byHand = (action: string) => ({
  id: randomUUID(),
  action,
  actor: 'pantry cache',
  address: 'localhost',
  detail: {},
});
