import { readFileSync } from 'node:fs';
import path from 'node:path';
import { list } from 'tar';
import { describe, expect, test } from 'vitest';

import { findWorkspace } from '../../cli/publishing/workspaces/find-workspace.ts';
import { overridden } from '../../cli/publishing/workspaces/overrides.ts';
import { published } from '../../cli/publishing/workspaces/ranges.ts';
import { uniqueName } from '../packages.ts';
import { bun, isHere, pnpm10, pnpm11, pnpm12, type Program, yarn4 } from './clients.ts';
import { type Content, person } from './home.ts';
import { startRegistry } from './registry.ts';

const registry = await startRegistry();
const outside = uniqueName();
await registry.admin.publish({ name: outside, version: '1.2.3' });

interface Packer {
  readonly client: Program;
  /** Where it has catalogs, and what else of the root differs. */
  readonly root: Content;
  readonly before?: readonly string[];
  readonly pack: readonly string[];
  /** Ranges beyond those that all understand. */
  readonly more?: Readonly<Record<string, object>>;
}

const CATALOGS = `catalog:\n  ${outside}: ^1.2.0\ncatalogs:\n  old:\n    ${outside}: ~1.2.3\n`;
const ROOT = { name: 'root', private: true };

const pnpm = {
  root: {
    'package.json': ROOT,
    'pnpm-workspace.yaml': `packages: [packages/*]\nminimumReleaseAge: 0\n${CATALOGS}`,
  },
  before: ['install'],
  pack: ['pack', '--out', 'packed.tgz'],
  more: {
    dependencies: { byFolder: 'workspace:../b', 'other-name': 'workspace:b@~' },
    peerDependencies: { c: '^1 || workspace:^' },
    publishConfig: { main: 'dist.js', types: 'dist.d.ts' },
  },
};

/** An alias in peers, which pnpm 10 writes as what is no range. */
const newer = {
  ...pnpm.more,
  peerDependencies: { ...pnpm.more.peerDependencies, alias: 'workspace:b@^' },
};

const PACKERS: readonly Packer[] = [
  { client: pnpm10, ...pnpm },
  { client: pnpm11, ...pnpm, more: newer },
  { client: pnpm12, ...pnpm, more: newer },
  {
    client: yarn4,
    root: { 'package.json': { ...ROOT, workspaces: ['packages/*'] }, 'yarn.lock': '' },
    before: ['install', '--no-immutable'],
    pack: ['pack', '--out', 'packed.tgz'],
    more: {
      dependencies: { d: 'workspace:packages/d' },
      publishConfig: { main: 'dist.js', exports: { '.': './dist.js' } },
    },
  },
  {
    client: bun,
    root: {
      'package.json': {
        ...ROOT,
        workspaces: {
          packages: ['packages/*'],
          catalog: { [outside]: '^1.2.0' },
          catalogs: { old: { [outside]: '~1.2.3' } },
        },
      },
    },
    before: ['install'],
    pack: ['pm', 'pack', '--filename', 'packed.tgz'],
  },
];

const COMMON = {
  name: 'a',
  version: '1.0.0',
  main: 'index.js',
  dependencies: { b: 'workspace:*', c: 'workspace:^', [outside]: 'catalog:' },
  devDependencies: { d: 'workspace:~', [outside]: 'catalog:old' },
  peerDependencies: { b: 'workspace:^2.0.0' },
};

const COMPARED = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'main',
  'types',
  'exports',
];

function merged(more: Packer['more'] = {}): object {
  const all: Record<string, unknown> = { ...COMMON };
  for (const [key, value] of Object.entries(more)) {
    all[key] = { ...(all[key] as object | undefined), ...value };
  }
  return all;
}

async function packageJsonIn(file: string): Promise<any> {
  let text = '';
  await list({
    file,
    onReadEntry: (entry) => {
      if (entry.path === 'package/package.json') entry.on('data', (data) => (text += String(data)));
    },
  });
  return JSON.parse(text);
}

describe.each(PACKERS.filter(({ client }) => isHere(client)))(
  'ranges of a workspace with $client.name',
  ({ client, root, before, pack, more }) => {
    test('are in a tarball what the package manager makes of them itself', async () => {
      const alice = await person(client, registry);
      const dir = alice.project({
        ...root,
        ...(client === yarn4 && {
          '.yarnrc.yml': `${String(client.settings(registry.url)['.yarnrc.yml'])}npmMinimalAgeGate: 0\n${CATALOGS}`,
        }),
        'packages/a/package.json': merged(more),
        'packages/a/index.js': '',
        'packages/b/package.json': { name: 'b', version: '2.1.0' },
        'packages/c/package.json': { name: 'c', version: '3.0.0-rc.1' },
        'packages/d/package.json': { name: 'd', version: '4.0.0', private: true },
      });
      const folder = path.join(dir, 'packages', 'a');
      if (before) await alice.run(before, { in: dir });
      await alice.run(pack, { in: folder });
      const theirs = await packageJsonIn(path.join(folder, 'packed.tgz'));
      const workspace = await findWorkspace(folder);
      if (!workspace) throw new Error('no workspace was found');
      const own = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      const ours: any = overridden(
        workspace.manager,
        published(workspace, { name: 'a', folder }, own),
      );
      for (const key of COMPARED) expect([key, ours[key]]).toEqual([key, theirs[key]]);
    });
  },
);
