import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

import type { RestoreReport } from '#store/backup/restore.ts';

import { pantry } from '../cli/run.ts';
import { user } from '../client.ts';
import { folder, server } from '../target.ts';
import { restoreInto } from './in-process.ts';
import { linesOf, rewriteSegment } from './spoil.ts';

const HOUR = 3600;

const place = folder();
const now = Date.now() / 1000;

beforeAll(async () => {
  const data = folder();
  const registry = await server({ data });
  await (await user(registry, 'alice')).publish({ name: 'kept', version: '1.0.0' });
  await registry.stop?.();
  await pantry(folder(), ['backup', place, '--data', data]);
  const expiring = [-HOUR, HOUR, 48 * HOUR].map((from) =>
    JSON.stringify({ pk: `expires#${from}`, sk: 'item', expiresAt: Math.floor(now + from) }),
  );
  rewriteSegment(place, 'items', [...linesOf(place, 'items'), ...expiring]);
});

/** Restores and compares, on a platform that removes what expires by then while the items are counted. */
const restoreWhileRemoved = async (by: number): Promise<RestoreReport> =>
  restoreInto(
    path.join(folder(), 'data'),
    place,
    (target) => ({
      async *items() {
        for await (const line of target.items()) {
          const { expiresAt } = JSON.parse(line);
          if (!(typeof expiresAt === 'number' && expiresAt <= now + by)) yield line;
        }
      },
    }),
    { verify: true },
  );

describe('a restore that is compared', () => {
  test('misses nothing where all is there that has expired', async () => {
    expect(await restoreWhileRemoved(-2 * HOUR)).toMatchObject({ verified: true });
  });

  test('does not miss what expires until it is compared', async () => {
    expect(await restoreWhileRemoved(2 * HOUR)).toMatchObject({ verified: true });
  });

  test('misses what would have been valid for days', async () => {
    await expect(restoreWhileRemoved(50 * HOUR)).rejects.toThrow(
      /^what was restored differs from the backup/,
    );
  });
});
