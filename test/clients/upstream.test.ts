import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { startUpstream } from '../upstream/controllable.ts';
import { bun, npm11, npm12, pnpm10, type Program, yarn4 } from './clients.ts';
import { home } from './home.ts';
import { startRegistry } from './registry.ts';

const upstream = await startUpstream();
const registry = await startRegistry(['--upstream', upstream.url]);

/** yarn 4 refuses what is younger than a day, and has no folder of modules, unless it is told. */
const yarn: Program = {
  ...yarn4,
  settings: (url, token) => ({
    '.yarnrc.yml': `${Object.values(yarn4.settings(url, token)).join('\n')}\nnpmMinimalAgeGate: 0\nnodeLinker: node-modules\n`,
  }),
};

describe.each([npm11, npm12, pnpm10, yarn, bun])('$name', (client) => {
  test('installs a tree of our packages and the upstream’s, also when that is gone', async () => {
    const alice = await user(registry);
    const [ours, theirs, deep] = [uniqueName('ours'), uniqueName('theirs'), uniqueName('deep')];
    upstream.publish(deep, '1.0.0');
    upstream.publish(theirs, '2.0.0', { dependencies: { [deep]: '^1.0.0' } });
    await alice.publish({ name: ours, version: '1.0.0', dependencies: { [theirs]: '^2.0.0' } });
    const install = async (): Promise<string> => {
      const somebody = home(client, registry);
      const project = somebody.project({
        'package.json': {
          name: 'app',
          version: '1.0.0',
          private: true,
          dependencies: { [ours]: '1.0.0' },
        },
        'yarn.lock': '',
      });
      await somebody.run(['install'], { in: project });
      return project;
    };
    const project = await install();
    expect(existsSync(path.join(project, 'node_modules', ours, 'package.json'))).toBe(true);
    await upstream.sleep();
    await install();
    await upstream.wake();
  });
});
