import { describe, expect, test } from 'vitest';

import { startUpstream } from '../upstream/controllable.ts';
import { INSTALLING, installMixedTree } from '../upstream/mixed-tree.ts';
import { startRegistry } from './registry.ts';

const upstream = await startUpstream();
const registry = await startRegistry(['--upstream', upstream.url]);

describe.each(INSTALLING)('$name', (client) => {
  test('installs a tree of our packages and the upstream’s, also when that is gone', async () => {
    expect(await installMixedTree(client, registry, upstream)).toEqual([true, true]);
  });
});
