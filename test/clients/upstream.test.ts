import { afterAll, describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { startProcess } from '../server-process.ts';
import type { Target } from '../target.ts';
import { startUpstream } from '../upstream/controllable.ts';
import { INSTALLING, installMixedTree } from '../upstream/mixed-tree.ts';
import { folder } from './folder.ts';
import { createOutside } from './outside.ts';
import type { Registry } from './registry.ts';

const upstream = await startUpstream();
const server = await startProcess(folder(), ['--log', 'none', '--upstream', upstream.url]);
afterAll(async () => server.stop());
const ask: Target['fetch'] = async (where, init) => fetch(server.url + where, init);
const target: Target = { name: 'built server', url: server.url, origin: server.url, fetch: ask };
const registry: Registry = {
  ...target,
  host: new URL(server.url).host,
  admin: await user(target, 'admin'),
  outside: await createOutside(),
  requests: async () => [],
};

describe.each(INSTALLING)('$name', (client) => {
  test('installs a tree of our packages and the upstream’s, also when that is gone', async () => {
    expect(await installMixedTree(client, registry, upstream)).toEqual([true, true]);
  });
});
