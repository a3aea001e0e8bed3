import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { pantry } from '../cli/run.ts';
import { user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { bun, isHere, npm11, npm12, pnpm12, type Program } from './clients.ts';
import { person } from './home.ts';
import { startRegistry } from './registry.ts';

const own = await startRegistry();
const other = await startRegistry();
const alice = await user(own, 'alice');

interface Installer {
  readonly client: Program;
  readonly run: readonly string[];
}

const CLIENTS: readonly Installer[] = [
  { client: npm11, run: ['install'] },
  { client: npm12, run: ['install'] },
  { client: pnpm12, run: ['install'] },
  { client: bun, run: ['install'] },
];

describe.each(CLIENTS.filter(({ client }) => isHere(client)))(
  'a package whose siblings have other names at the registry, with $client.name',
  ({ client, run }) => {
    test('finds them as its code calls them', async () => {
      const there = await person(client, other);
      const stem = uniqueName();
      const [a, b, c] = [`${stem}-a`, `${stem}-b`, `${stem}-c`];
      await other.admin.publish({ name: a, version: '9.0.0' });
      const scope = `@${uniqueName('scope')}`;
      const host = new URL(other.url).host;
      const dir = there.project({
        '.npmrc': `registry=${other.url}/\n//${host}/:_authToken=${there.http.token}\n`,
        'package.json': {
          private: true,
          workspaces: ['packages/*'],
          pantry: { publish: { to: ['pantry', 'npm'], npm: { scope } } },
        },
        'packages/a/package.json': { name: a, version: '1.0.0' },
        'packages/a/index.js': "module.exports = 'ours';\n",
        'packages/b/package.json': { name: b, version: '1.0.0', dependencies: { [a]: '^1.0.0' } },
        'packages/b/index.js': `module.exports = require('${a}');\n`,
        'packages/c/package.json': {
          name: c,
          version: '1.0.0',
          peerDependencies: { [a]: '^1.0.0' },
        },
        'packages/c/index.js': `module.exports = require('${a}');\n`,
      });
      const tokens = { PANTRY_TOKEN: alice.token, PANTRY_REGISTRY: own.url };
      const sent = await pantry(dir, ['publish', '--recursive'], tokens);
      expect(sent.code).toBe(0);
      const app = there.project({
        'package.json': { private: true, dependencies: { [b]: '1.0.0', [c]: '1.0.0' } },
        'pnpm-workspace.yaml': 'minimumReleaseAge: 0\nautoInstallPeers: true\n',
        'run.cjs': `console.log(require('${b}'), require('${c}'));\n`,
      });
      await there.run(run, { in: app });
      const said = execFileSync(process.execPath, ['run.cjs'], { cwd: app, encoding: 'utf8' });
      expect(said).toBe('ours ours\n');
      const file = path.join(app, 'node_modules', b, 'package.json');
      expect(JSON.parse(readFileSync(file, 'utf8')).dependencies).toEqual({
        [a]: `npm:${scope}/${a}@^1.0.0`,
      });
    });
  },
);
