import { existsSync, globSync } from 'node:fs';
import path from 'node:path';

import { user } from '../client.ts';
import { bun, npm11, npm12, pnpm10, type Program, yarn4 } from '../clients/clients.ts';
import { home } from '../clients/home.ts';
import type { Registry } from '../clients/registry.ts';
import { uniqueName } from '../packages.ts';
import type { ControllableUpstream } from './controllable.ts';

/** yarn 4 refuses what is younger than a day, and has no folder of modules, unless it is told. */
const yarn: Program = {
  ...yarn4,
  settings: (url, token) => ({
    '.yarnrc.yml': `${Object.values(yarn4.settings(url, token)).join('\n')}\nnpmMinimalAgeGate: 0\nnodeLinker: node-modules\n`,
  }),
};

/** Clients that install through a registry with an upstream. */
export const INSTALLING: readonly Program[] = [npm11, npm12, pnpm10, yarn, bun];

/**
 * Installs a package of ours that needs one of the upstream's, twice: the second time the upstream is gone. Each
 * time, whether all of it is there.
 */
export async function installMixedTree(
  client: Program,
  registry: Registry,
  upstream: ControllableUpstream,
): Promise<readonly boolean[]> {
  const alice = await user(registry);
  const [ours, theirs, deep] = [uniqueName('ours'), uniqueName('theirs'), uniqueName('deep')];
  upstream.publish(deep, '1.0.0');
  upstream.publish(theirs, '2.0.0', { dependencies: { [deep]: '^1.0.0' } });
  await alice.publish({ name: ours, version: '1.0.0', dependencies: { [theirs]: '^2.0.0' } });
  const install = async (): Promise<boolean> => {
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
    const tree = path.join(project, 'node_modules');
    return existsSync(path.join(tree, ours, 'package.json')) && treeHas(tree, deep);
  };
  const first = await install();
  await upstream.sleep();
  const second = await install();
  await upstream.wake();
  return [first, second];
}

/** pnpm keeps what others need in a folder of its own. */
const treeHas = (tree: string, name: string): boolean =>
  globSync(`{,.pnpm/*/node_modules/}${name}/package.json`, { cwd: tree }).length > 0;
