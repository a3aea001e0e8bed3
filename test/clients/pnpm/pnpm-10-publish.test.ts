import { describe, expect, test, vi } from 'vitest';

import { PASSWORD } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { pnpm10 } from '../clients.ts';
import { publishFamily } from '../family.ts';
import { home, person } from '../home.ts';
import { read } from '../read.ts';
import { SOON, startRegistry } from '../registry.ts';

const registry = await startRegistry();

// All of this but packing is npm's work, which it runs: npm's own tests say the rest.
describe('publish with pnpm 10', () => {
  test('login, whoami, logout', async () => {
    const name = uniqueName('alice');
    const alice = home(pnpm10, registry);
    const answers = [[/Username:/, name] as const, [/Password:/, PASSWORD] as const];
    await alice.run(['login'], { answers });
    expect((await alice.run(['whoami'])).stdout.trim()).toBe(name);
    await alice.run(['logout']);
    expect(read(alice.folder, '.npmrc')).not.toContain('_authToken');
  });

  test('a package, its next version and one under a tag', async () => {
    const alice = await person(pnpm10, registry);
    const name = `@${uniqueName('s')}/thing`;
    const publish = async (version: string, ...args: readonly string[]): Promise<void> => {
      const files = { 'package.json': { name, version }, 'README.md': `# ${name} ${version}\n` };
      const at = { in: alice.project(files) };
      expect((await alice.run(['publish', ...args], at)).text).toContain(`+ ${name}@${version}`);
    };
    await publish('1.0.0', '--access', 'public');
    await publish('1.1.0');
    await publish('2.0.0-beta.1', '--tag', 'beta');
    expect((await registry.admin.get(`/${name}`)).body).toMatchObject({
      'dist-tags': { latest: '1.1.0', beta: '2.0.0-beta.1' },
      maintainers: [{ name: alice.name }],
      readme: `# ${name} 1.1.0\n`,
    });
  });

  test('a version once', async () => {
    const alice = await person(pnpm10, registry);
    const manifest = { 'package.json': { name: uniqueName(), version: '1.0.0' } };
    await alice.run(['publish'], { in: alice.project(manifest) });
    const other = alice.project({ ...manifest, 'other.js': '' });
    expect(await alice.fails(['publish'], { in: other })).toContain(
      'You cannot publish over the previously published versions: 1.0.0.',
    );
  });

  test('a package with a bin and one that it carries with it', async () => {
    const alice = await person(pnpm10, registry);
    const [name, inner] = [uniqueName('bundle'), uniqueName('inner')];
    const project = alice.project({
      'package.json': {
        name,
        version: '1.0.0',
        bin: './cli.js',
        dependencies: { [inner]: '1.0.0' },
        bundledDependencies: [inner],
      },
      '.npmrc': 'node-linker=hoisted\n',
      'cli.js': `#!/usr/bin/env node\nconsole.log(require('${inner}'));\n`,
      [`node_modules/${inner}/package.json`]: { name: inner, version: '1.0.0' },
      [`node_modules/${inner}/index.js`]: "module.exports = 'carried';\n",
    });
    await alice.run(['publish'], { in: project });
    const bob = home(pnpm10, registry);
    const at = { in: bob.project({ 'package.json': {} }) };
    await bob.run(['add', name], at);
    expect((await bob.run(['exec', name], at)).stdout.trim()).toBe('carried');
  });

  test('dist-tags, owners, deprecation and unpublishing', async () => {
    const [alice, bob] = [await person(pnpm10, registry), await person(pnpm10, registry, 'bob')];
    const { tool } = await publishFamily(alice.http);
    await alice.run(['dist-tag', 'add', `${tool}@1.0.0`, 'old']);
    await alice.run(['owner', 'add', bob.name, tool]);
    await alice.run(['deprecate', `${tool}@1.0.0`, 'take a newer one']);
    await bob.run(['unpublish', `${tool}@1.1.0`]);
    expect((await alice.http.get(`/${tool}`)).body).toMatchObject({
      'dist-tags': { old: '1.0.0' },
      maintainers: [{ name: alice.name }, { name: bob.name }],
      versions: { '1.0.0': { deprecated: 'take a newer one' } },
    });
    expect((await bob.run(['dist-tag', 'ls', tool])).stdout).toContain('old: 1.0.0');
  });

  test('search and view', async () => {
    const alice = await person(pnpm10, registry);
    const { leaf } = await publishFamily(alice.http);
    // The index follows a moment later.
    await vi.waitFor(async () => {
      expect((await alice.run(['search', leaf])).stdout).toContain(leaf);
    }, SOON);
    expect((await alice.run(['view', leaf])).stdout).toContain(`${leaf}@1.1.0`);
  });
});
