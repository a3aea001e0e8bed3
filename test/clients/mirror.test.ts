import { existsSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test, vi } from 'vitest';

import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { startProcess } from '../server-process.ts';
import type { Target } from '../target.ts';
import { startUpstream } from '../upstream/controllable.ts';
import { bun, npm11, npm12, pnpm10, pnpm12, type Program, yarn1, yarn4 } from './clients.ts';
import { folder } from './folder.ts';
import { home, type Home } from './home.ts';
import { createOutside } from './outside.ts';
import { read } from './read.ts';
import type { Registry } from './registry.ts';
import { type Outcome, run } from './run.ts';

// Clients are slow to start, and slower where everything else runs too.
vi.setConfig({ testTimeout: 240_000 });
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

/** The built command, with nothing but a token that it may need. */
const pantry = async (cwd: string, ...args: readonly string[]): Promise<Outcome> =>
  run([process.execPath, path.resolve('dist/pantry.mjs'), ...args], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, PANTRY_TOKEN: registry.admin.token },
  });

/** yarn 4 refuses what is younger than a day, and has no folder of modules, unless it is told. */
const yarn: Program = {
  ...yarn4,
  settings: (url, token) => ({
    '.yarnrc.yml': `${Object.values(yarn4.settings(url, token)).join('\n')}\nnpmMinimalAgeGate: 0\nnodeLinker: node-modules\n`,
  }),
};

interface Manner {
  readonly client: Program;
  readonly lockfile: string;
  readonly how: string;
  readonly options?: readonly string[];
  /** What a package goes by in the project, where it is not its own name. */
  readonly alias?: string;
  readonly resolve: readonly string[];
  readonly install: readonly string[];
}

const npmManner = (client: Program, version: number): Manner => ({
  client,
  lockfile: 'package-lock.json',
  how: `of version ${version}`,
  resolve: ['install', '--package-lock-only', `--lockfile-version=${version}`],
  install: ['ci'],
  // For what the oldest lockfiles do not say npm reads whole documents, also one by the name of an alias.
  ...(version === 1 && { options: ['--full'], alias: '' }),
});

const FROZEN = {
  how: '',
  resolve: ['install'],
  install: ['install', '--frozen-lockfile'],
} as const;

const MANNERS: readonly Manner[] = [
  ...[1, 2, 3].map((version) => npmManner(npm11, version)),
  npmManner(npm12, 3),
  { client: pnpm10, lockfile: 'pnpm-lock.yaml', ...FROZEN },
  // It holds whole documents against its rules of how old a version has to be.
  { client: pnpm12, lockfile: 'pnpm-lock.yaml', ...FROZEN, options: ['--full'] },
  { client: yarn1, lockfile: 'yarn.lock', ...FROZEN },
  { client: yarn, lockfile: 'yarn.lock', ...FROZEN, install: ['install', '--immutable'] },
  { client: bun, lockfile: 'bun.lock', ...FROZEN },
];

/** A project that depends on packages of the upstream, of one by another name. */
function projectOf(somebody: Home, { lockfile, alias = 'other' }: Manner) {
  const names = [uniqueName(), `@${uniqueName('scope')}/deep`, uniqueName('aliased')] as const;
  const [theirs, deep, aliased] = names;
  const renamed = alias === '' ? { [aliased]: '3.0.0' } : { [alias]: `npm:${aliased}@3.0.0` };
  upstream.publish(deep, '1.0.0');
  upstream.publish(deep, '2.0.0');
  upstream.publish(aliased, '3.0.0');
  upstream.publish(theirs, '2.0.0', { dependencies: { [deep]: '^1.0.0' } });
  const files = {
    'package.json': {
      name: 'app',
      version: '1.0.0',
      private: true,
      dependencies: { [theirs]: '^2.0.0', [deep]: '2.0.0', ...renamed },
    },
    // yarn 4 looks for a project in the folders above, unless there is one here.
    [lockfile]: '',
  };
  const installed = [theirs, deep, ...Object.keys(renamed)];
  return { names, installed, files, project: somebody.project(files) };
}

describe.each(MANNERS)('$client.name with $lockfile $how', (manner) => {
  test('is mirrored, and then installs without the upstream', async () => {
    const { client, lockfile } = manner;
    const alice = home(client, registry);
    const { names, installed, files, project } = projectOf(alice, manner);
    await alice.run(manner.resolve, { in: project });
    const removed = await pantry(project, 'cache', 'rm', ...names, '--registry', registry.url);
    expect(removed).toMatchObject({ code: 0, text: expect.stringMatching(/^removed \d version/) });

    const mirror = ['mirror', lockfile, ...(manner.options ?? []), '--registry', registry.url];
    const mirrored = await pantry(project, ...mirror);
    expect(mirrored.text).toMatch(/^mirrored 4 versions of 3 packages, \d+ B\n$/);
    expect(mirrored.code).toBe(0);

    const bob = home(client, registry);
    const clone = bob.project({ ...files, [lockfile]: read(project, lockfile) });
    await upstream.sleep();
    try {
      await bob.run(manner.install, { in: clone });
    } finally {
      await upstream.wake();
    }
    for (const name of installed) {
      expect(existsSync(path.join(clone, 'node_modules', name, 'package.json'))).toBe(true);
    }
  });
});
