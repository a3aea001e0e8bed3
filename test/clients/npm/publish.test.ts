import { describe, expect, test } from 'vitest';

import { uniqueName } from '../../packages.ts';
import { npm11, npm12 } from '../clients.ts';
import { person } from '../home.ts';
import { startRegistry } from '../registry.ts';

const registry = await startRegistry();

describe.each([npm11, npm12])('publish with $name', (npm) => {
  test('a package, its next version and one under a tag', async () => {
    const alice = await person(npm, registry);
    const name = uniqueName();
    const publish = async (version: string, ...args: readonly string[]): Promise<string> => {
      const files = { 'package.json': { name, version }, 'README.md': `# ${name} ${version}\n` };
      const { stdout } = await alice.run(['publish', ...args], { in: alice.project(files) });
      return stdout.trim();
    };
    expect(await publish('1.0.0')).toBe(`+ ${name}@1.0.0`);
    await publish('1.1.0');
    await publish('2.0.0-beta.1', '--tag', 'beta');
    expect((await alice.http.get(`/${name}`)).body).toMatchObject({
      'dist-tags': { latest: '1.1.0', beta: '2.0.0-beta.1' },
      maintainers: [{ name: alice.name }],
      readme: `# ${name} 1.1.0\n`,
      versions: { '1.0.0': {}, '1.1.0': {}, '2.0.0-beta.1': { _npmUser: { name: alice.name } } },
    });
  });

  test('a version once: npm sees it before it asks, the registry where npm is forced', async () => {
    const alice = await person(npm, registry);
    const name = uniqueName();
    const sentence = 'You cannot publish over the previously published versions: 1.0.0.';
    const manifest = { 'package.json': { name, version: '1.0.0' } };
    await alice.run(['publish'], { in: alice.project(manifest) });
    const other = alice.project({ ...manifest, 'other.js': '' });
    expect(await alice.fails(['publish'], { in: other })).toContain(sentence);
    expect(await alice.fails(['publish', '--force'], { in: other })).toMatch(
      new RegExp(`403 Forbidden - PUT ${registry.url}/${name} - ${sentence}`),
    );
    expect(await registry.requests()).toContain(`PUT /${name} 403`);
  });

  test('scoped packages, public and private', async () => {
    const [alice, bob] = [await person(npm, registry), await person(npm, registry, 'bob')];
    const scope = `@${uniqueName('s')}`;
    for (const access of ['public', 'restricted']) {
      const manifest = { name: `${scope}/${access}`, version: '1.0.0' };
      const at = { in: alice.project({ 'package.json': manifest }) };
      await alice.run(['publish', '--access', access], at);
    }
    expect(await bob.http.get(`/${scope}%2fpublic`)).toMatchObject({ status: 200 });
    expect(await bob.http.get(`/${scope}%2frestricted`)).toMatchObject({ status: 404 });
    expect(await alice.http.get(`/${scope}%2frestricted`)).toMatchObject({ status: 200 });
  });

  test('a package with a bin and one that it carries with it', async () => {
    const alice = await person(npm, registry);
    const name = uniqueName('bundle');
    const inner = uniqueName('inner');
    const project = alice.project({
      'package.json': {
        name,
        version: '1.0.0',
        bin: './cli.js',
        dependencies: { [inner]: '1.0.0' },
        bundleDependencies: [inner],
      },
      'cli.js': `#!/usr/bin/env node\nconsole.log(require('${inner}'));\n`,
      [`node_modules/${inner}/package.json`]: { name: inner, version: '1.0.0' },
      [`node_modules/${inner}/index.js`]: "module.exports = 'carried';\n",
    });
    await alice.run(['publish'], { in: project });
    expect((await alice.http.get(`/${name}/1.0.0`)).body).toMatchObject({
      bin: { [name]: 'cli.js' },
      bundleDependencies: [inner],
    });

    const bob = await person(npm, registry, 'bob');
    const user = bob.project({ 'package.json': {} });
    await bob.run(['install', name], { in: user });
    const { stdout } = await bob.run(['exec', '--no', name], { in: user });
    expect(stdout.trim()).toBe('carried');
    expect((await registry.requests()).filter((line) => line.includes(inner))).toEqual([]);
  });
});
