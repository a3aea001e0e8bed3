import { describe, expect, test } from 'vitest';

import { uniqueName } from '../packages.ts';
import { bun, isHere, npm12 } from './clients.ts';
import { greeting, publishFamily } from './family.ts';
import { home, person } from './home.ts';
import { read, readJson } from './read.ts';
import { startRegistry } from './registry.ts';
import { tamper } from './tamper.ts';

const registry = await startRegistry();
const { leaf, tool } = await publishFamily(registry.admin);

describe.runIf(isHere(bun))('publish with bun', () => {
  test('whoami knows whose token it is', async () => {
    const alice = await person(bun, registry);
    expect((await alice.run(['pm', 'whoami'])).stdout.trim()).toBe(alice.name);
    expect(await home(bun, registry).fails(['pm', 'whoami'])).toContain('missing authentication');
  });

  test('a package, its next version and one under a tag', async () => {
    const alice = await person(bun, registry);
    const name = uniqueName();
    const publish = async (version: string, ...args: readonly string[]): Promise<void> => {
      const files = { 'package.json': { name, version }, 'README.md': `# ${name} ${version}\n` };
      const { stdout } = await alice.run(['publish', ...args], { in: alice.project(files) });
      expect(stdout).toContain(` + ${name}@${version}`);
    };
    await publish('1.0.0');
    await publish('1.1.0');
    await publish('2.0.0-beta.1', '--tag', 'beta');
    const { body } = await alice.http.get(`/${name}`);
    expect(body).toMatchObject({
      'dist-tags': { latest: '1.1.0', beta: '2.0.0-beta.1' },
      maintainers: [{ name: alice.name }],
      readme: `# ${name} 1.1.0\n`,
      versions: { '1.0.0': {}, '2.0.0-beta.1': { _npmUser: { name: alice.name } } },
    });
  });

  test('a version once', async () => {
    const alice = await person(bun, registry);
    const name = uniqueName();
    const manifest = { 'package.json': { name, version: '1.0.0' } };
    await alice.run(['publish'], { in: alice.project(manifest) });
    const other = alice.project({ ...manifest, 'other.js': '' });
    const refusal = await alice.fails(['publish'], { in: other });
    expect(refusal).toContain(`403 Forbidden: ${registry.url}/${name}`);
    expect(refusal).toContain('You cannot publish over the previously published versions: 1.0.0.');
    await alice.run(['publish', '--tolerate-republish'], { in: other });
  });

  test('scoped packages, public and private', async () => {
    const [alice, bob] = [await person(bun, registry), await person(bun, registry, 'bob')];
    const scope = `@${uniqueName('s')}`;
    for (const access of ['public', 'restricted']) {
      const manifest = { name: `${scope}/${access}`, version: '1.0.0' };
      const at = { in: alice.project({ 'package.json': manifest }) };
      await alice.run(['publish', '--access', access], at);
    }
    expect(await bob.http.get(`/${scope}%2fpublic`)).toMatchObject({ status: 200 });
    expect(await bob.http.get(`/${scope}%2frestricted`)).toMatchObject({ status: 404 });
    await alice.run(['add', `${scope}/restricted`], { in: alice.project({ 'package.json': {} }) });
    const project = bob.project({ 'package.json': {} });
    expect(await bob.fails(['add', `${scope}/restricted`], { in: project })).toContain('404');
  });

  // It names the bin of a scoped package by its full name, which is no name for a command.
  test('a scoped package with a bin and one that it carries with it', async () => {
    const alice = await person(bun, registry);
    const [bin, inner] = [uniqueName('bundle'), uniqueName('inner')];
    const name = `@${uniqueName('s')}/${bin}`;
    const project = alice.project({
      'package.json': {
        name,
        version: '1.0.0',
        bin: './cli.js',
        dependencies: { [inner]: '1.0.0' },
        bundledDependencies: [inner],
      },
      'cli.js': `#!/usr/bin/env node\nconsole.log(require('${inner}'));\n`,
      [`node_modules/${inner}/package.json`]: { name: inner, version: '1.0.0' },
      [`node_modules/${inner}/index.js`]: "module.exports = 'carried';\n",
    });
    await alice.run(['publish', '--access', 'public'], { in: project });
    expect((await alice.http.get(`/${name}/1.0.0`)).body.bin).toEqual({ [bin]: 'cli.js' });
    // To install it, bun would ask for the carried package too, and not find it.
    const bob = home(npm12, registry);
    const at = { in: bob.project({ 'package.json': {} }) };
    await bob.run(['install', name], at);
    expect((await bob.run(['exec', '--no', bin], at)).stdout.trim()).toBe('carried');
  });
});

describe.runIf(isHere(bun))('install with bun', () => {
  test('by name, and from its lockfile on another machine', async () => {
    const alice = home(bun, registry);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', tool], { in: project });
    const { stdout } = await alice.run(['run', tool], { in: project });
    expect(stdout.trim()).toBe(greeting('1.1.0'));
    const files = {
      'package.json': read(project, 'package.json'),
      'bun.lock': read(project, 'bun.lock'),
    };
    expect(files['bun.lock']).toContain(
      `["${tool}@1.1.0", "${registry.url}/${tool}/-/${tool}-1.1.0.tgz", {`,
    );

    const bob = home(bun, registry);
    const clone = bob.project(files);
    await bob.run(['install', '--frozen-lockfile'], { in: clone });
    expect((await bob.run(['run', tool], { in: clone })).stdout.trim()).toBe(greeting('1.1.0'));

    const carol = home(bun, registry);
    const tampered = carol.project({ ...files, 'bun.lock': tamper(files['bun.lock']) });
    const refusal = await carol.fails(['install', '--frozen-lockfile'], { in: tampered });
    expect(refusal).toContain('Integrity check failed');
  });

  test('by tag, by version and of a scoped package', async () => {
    const alice = home(bun, registry);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', `${tool}@beta`, `${leaf}@1.0.0`], { in: project });
    expect(readJson(project, 'node_modules', tool, 'package.json').version).toBe('2.0.0-beta.1');
    expect(readJson(project, 'node_modules', leaf, 'package.json').version).toBe('1.0.0');
  });

  test('of a version right after it was published, with a warm cache', async () => {
    const alice = await person(bun, registry);
    const family = await publishFamily(alice.http);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', family.leaf], { in: project });
    await alice.http.publish({ name: family.leaf, version: '1.2.0' });
    await alice.run(['add', `${family.leaf}@latest`], { in: project });
    const { version } = readJson(project, 'node_modules', family.leaf, 'package.json');
    expect(version).toBe('1.2.0');
  });

  test('of a version that is younger than one wants is refused', async () => {
    const alice = home(bun, registry);
    const project = alice.project({ 'package.json': {} });
    const refusal = await alice.fails(['add', leaf, '--minimum-release-age', '86400'], {
      in: project,
    });
    expect(refusal).toContain('all versions blocked by minimum-release-age');
    await alice.run(['add', leaf, '--minimum-release-age', '0'], { in: project });
  });

  test('outdated names what is newer, info what there is', async () => {
    const alice = home(bun, registry);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', '--exact', `${tool}@1.0.0`], { in: project });
    const { stdout } = await alice.run(['outdated'], { in: project });
    expect(stdout).toMatch(new RegExp(`${tool} +\\W+ 1.0.0 +\\W+ 1.0.0 +\\W+ 1.1.0`));
    expect((await alice.run(['info', tool, 'version'])).stdout.trim()).toBe('1.1.0');
  });
});
