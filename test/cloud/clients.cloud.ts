import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';

import { bun, npm11, npm12, pnpm10, type Program, yarn4 } from '../clients/clients.ts';
import { home, person } from '../clients/home.ts';
import { createOutside } from '../clients/outside.ts';
import type { Registry } from '../clients/registry.ts';
import { uniqueName } from '../packages.ts';
import { startStage } from './stage.ts';

const { rehearsal, target, admin } = await startStage();
const registry: Registry = {
  ...target,
  host: new URL(target.url).host,
  admin,
  outside: await createOutside(),
  requests: async () => [],
};

/** yarn 4 is told which hosts it may reach: tarballs come from another one than documents. */
const yarn: Program = {
  ...yarn4,
  settings: (url, token) => ({
    '.yarnrc.yml': [
      ...Object.values(yarn4.settings(url, token)).map(String),
      "  '127.0.0.1': { enableNetwork: true }",
      'npmMinimalAgeGate: 0',
      'npmPublishAccess: public',
      'nodeLinker: node-modules',
      '',
    ]
      .join('\n')
      .replace('unsafeHttpWhitelist: [localhost]', "unsafeHttpWhitelist: [localhost, '127.0.0.1']"),
  }),
};

interface Commands {
  readonly client: Program;
  readonly publish: readonly string[];
  readonly install: readonly string[];
}

const CLIENTS: readonly Commands[] = [
  { client: npm11, publish: ['publish'], install: ['install'] },
  { client: npm12, publish: ['publish'], install: ['install'] },
  { client: pnpm10, publish: ['publish', '--no-git-checks'], install: ['install'] },
  { client: yarn, publish: ['npm', 'publish'], install: ['install'] },
  { client: bun, publish: ['publish'], install: ['install'] },
];

describe.each(CLIENTS)('$client.name', ({ client, publish, install }) => {
  test('publishes, and installs what it published', async () => {
    const alice = await person(client, registry);
    const name = `@${uniqueName('s')}/${uniqueName('tool')}`;
    const manifest = { name, version: '1.0.0', publishConfig: { access: 'public' } };
    const files = {
      'package.json': manifest,
      'index.js': 'module.exports = 42;\n',
      'yarn.lock': '',
    };
    const at = alice.project(files);
    if (client === yarn) await alice.run(['install'], { in: at });
    await alice.run(publish, { in: at });
    expect((await alice.http.get(`/${name}`)).body['dist-tags']).toEqual({ latest: '1.0.0' });
    const reader = home(client, registry);
    const app = { name: 'app', version: '1.0.0', private: true, dependencies: { [name]: '1.0.0' } };
    const project = reader.project({ 'package.json': app, 'yarn.lock': '' });
    await reader.run(install, { in: project });
    expect(exportsOf(project, name)).toBe('42');
  });
});

/** What an installed package exports, as Node finds it. */
function exportsOf(project: string, name: string): string {
  const program = `process.stdout.write(String(require(${JSON.stringify(name)})))`;
  return execFileSync(process.execPath, ['-e', program], { cwd: project, encoding: 'utf8' });
}

test('no role asked for what it may not', () => {
  expect(rehearsal.aws.denials).toEqual([]);
});
