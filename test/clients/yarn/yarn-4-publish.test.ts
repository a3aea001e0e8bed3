import { describe, expect, test } from 'vitest';

import { PASSWORD } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { yarn4 } from '../clients.ts';
import { publishFamily } from '../family.ts';
import { type Content, home, type Person, person } from '../home.ts';
import { read } from '../read.ts';
import { startRegistry } from '../registry.ts';

const registry = await startRegistry();

const publish = async (
  somebody: Person,
  manifest: object,
  args: readonly string[] = [],
  others: Content = {},
): Promise<void> => {
  const project = somebody.project({ 'package.json': manifest, 'yarn.lock': '', ...others });
  await somebody.run(['install'], { in: project });
  await somebody.run(['npm', 'publish', ...args], { in: project });
};

describe('an account with yarn 4', () => {
  test('login asks, whoami knows, logout forgets', async () => {
    const name = uniqueName('alice');
    const alice = home(yarn4, registry);
    const { text } = await alice.run(['npm', 'login'], {
      answers: [
        [/Username:/, name],
        [/Password:/, PASSWORD],
      ],
    });
    expect(text).toContain('Successfully logged in');
    expect((await alice.run(['npm', 'whoami'])).stdout).toContain(`YN0000: ${name}\n`);
    await alice.run(['npm', 'logout']);
    expect(read(alice.folder, '.yarnrc.yml')).not.toContain('npmAuthToken');
    expect(await alice.fails(['npm', 'whoami'])).toContain('YN0033');
  });
});

describe('publish with yarn 4', () => {
  test('a package, its next version and one under a tag', async () => {
    const alice = await person(yarn4, registry);
    const name = uniqueName();
    const next = async (version: string, ...args: readonly string[]): Promise<void> =>
      publish(alice, { name, version }, args, { 'README.md': `# ${name} ${version}\n` });
    await next('1.0.0');
    await next('1.1.0');
    await next('2.0.0-beta.1', '--tag', 'beta');
    expect((await alice.http.get(`/${name}`)).body).toMatchObject({
      'dist-tags': { latest: '1.1.0', beta: '2.0.0-beta.1' },
      maintainers: [{ name: alice.name }],
      readme: `# ${name} 1.1.0\n`,
      versions: { '1.0.0': {}, '1.1.0': {}, '2.0.0-beta.1': { _npmUser: { name: alice.name } } },
    });
  });

  test('a version once', async () => {
    const alice = await person(yarn4, registry);
    const name = uniqueName();
    await publish(alice, { name, version: '1.0.0' });
    const other = { 'package.json': { name, version: '1.0.0' }, 'yarn.lock': '', 'other.js': '' };
    const at = { in: alice.project(other) };
    await alice.run(['install'], at);
    const refusal = await alice.fails(['npm', 'publish'], at);
    expect(refusal).toContain('You cannot publish over the previously published versions: 1.0.0.');
    expect(refusal).toContain('Response Code: 403 (Forbidden)');
    await alice.run(['npm', 'publish', '--tolerate-republish'], at);
  });

  test('scoped packages are private unless they are said to be public', async () => {
    const [alice, bob] = [await person(yarn4, registry), await person(yarn4, registry, 'bob')];
    const scope = `@${uniqueName('s')}`;
    await publish(alice, { name: `${scope}/private`, version: '1.0.0' });
    await publish(alice, { name: `${scope}/public`, version: '1.0.0' }, ['--access', 'public']);
    await publish(alice, { name: `${scope}/set`, version: '1.0.0' }, [], {
      '.yarnrc.yml': 'npmPublishAccess: public\n',
    });
    expect(await alice.http.get(`/${scope}%2fprivate`)).toMatchObject({ status: 200 });
    expect(await bob.http.get(`/${scope}%2fprivate`)).toMatchObject({ status: 404 });
    expect(await bob.http.get(`/${scope}%2fpublic`)).toMatchObject({ status: 200 });
    expect(await bob.http.get(`/${scope}%2fset`)).toMatchObject({ status: 200 });
  });

  // It sends the string as it stands in package.json, and carries no packages.
  test('a package with a bin', async () => {
    const alice = await person(yarn4, registry);
    const name = uniqueName('tool');
    const manifest = { name, version: '1.0.0', bin: './cli.js' };
    await publish(alice, manifest, [], { 'cli.js': "#!/usr/bin/env node\nconsole.log('runs');\n" });
    expect((await alice.http.get(`/${name}/1.0.0`)).body.bin).toEqual({ [name]: 'cli.js' });
  });
});

describe('looking after packages with yarn 4', () => {
  test('tags are listed, set and removed', async () => {
    const alice = await person(yarn4, registry);
    const { tool } = await publishFamily(alice.http);
    const project = alice.project({ 'package.json': {}, 'yarn.lock': '' });
    const list = async (): Promise<readonly string[]> =>
      (await alice.run(['npm', 'tag', 'list', tool], { in: project })).stdout
        .trim()
        .split('\n')
        .map((line) => line.replace(`${tool}@`, '').slice(3))
        .toSorted();
    const [beta, latest, old] = ['beta → 2.0.0-beta.1', 'latest → 1.1.0', 'old → 1.0.0'];
    expect(await list()).toEqual([beta, latest]);
    await alice.run(['npm', 'tag', 'add', `${tool}@1.0.0`, 'old'], { in: project });
    expect(await list()).toEqual([beta, latest, old]);
    await alice.run(['npm', 'tag', 'remove', tool, 'beta'], { in: project });
    expect(await list()).toEqual([latest, old]);
  });

  test('info shows what is there', async () => {
    const alice = home(yarn4, registry);
    const { tool } = await publishFamily(registry.admin);
    const at = { in: alice.project({ 'package.json': {}, 'yarn.lock': '' }) };
    const { stdout } = await alice.run(['npm', 'info', tool, '--json'], at);
    expect(JSON.parse(stdout)).toMatchObject({
      name: tool,
      version: '1.1.0',
      versions: ['1.0.0', '1.1.0', '2.0.0-beta.1'],
      dist: { tarball: `${registry.url}/${tool}/-/${tool}-1.1.0.tgz` },
    });
  });
});
