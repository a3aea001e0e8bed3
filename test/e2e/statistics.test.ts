import { expect, test } from 'vitest';

import { anonymous, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server, target } from '../target.ts';

const SOON = { timeout: 40_000, interval: 500 };

test('the registry tells how much there is of it, and of private packages nothing', async () => {
  const registry = await target();
  const reader = anonymous(registry);
  const told = async () => (await reader.get('/-/v1/statistics')).body;
  const before = await told();
  const alice = await user(registry);
  const name = uniqueName();
  for (const version of ['1.0.0', '1.1.0']) await alice.publish({ name, version });
  // Others publish and unpublish in the same registry meanwhile.
  const more = async () => {
    const now = await told();
    return [
      now.versions >= before.versions + 2,
      now.packages > before.packages,
      now.bytes > before.bytes,
    ];
  };
  await expect.poll(more, SOON).toEqual([true, true, true]);
  const after = await told();
  expect(Object.keys(after)).toEqual([
    'registry',
    'packages',
    'versions',
    'bytes',
    'downloads',
    'at',
  ]);
  expect(Object.keys(after.downloads)).toEqual(['lastDay', 'lastWeek', 'lastMonth', 'all']);
}, 180_000);

test('downloads are told by period and since ever, and private packages to admins', async () => {
  const registry = await server();
  const admin = await user(registry);
  const name = uniqueName();
  await admin.publish({ name, version: '1.0.0' });
  await admin.publish({ name: `${name}-hidden`, version: '1.0.0' }, { access: 'restricted' });
  const headers = { 'user-agent': 'npm/12.2.0 node/v24.21.0 linux x64 workspaces/false' };
  for (let time = 0; time < 3; time += 1) {
    await (await registry.fetch(`/${name}/-/${name}-1.0.0.tgz`, { headers })).arrayBuffer();
  }
  // Catalogued a moment after the publish, and told as of some seconds ago.
  const told = async () => (await admin.get('/-/v1/statistics')).body;
  await expect.poll(async () => (await told()).private?.packages, SOON).toBe(1);
  registry.advance?.(8 * 86_400_000);
  const { downloads, packages, versions, users, publishers } = await told();
  expect({ packages, versions, users, publishers }).toEqual({
    packages: 1,
    versions: 1,
    users: 1,
    publishers: 1,
  });
  expect(downloads).toEqual({ lastDay: 0, lastWeek: 0, lastMonth: 3, all: 3 });
}, 180_000);
