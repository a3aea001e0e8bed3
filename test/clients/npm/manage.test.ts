import { describe, expect, test, vi } from 'vitest';

import { uniqueName } from '../../packages.ts';
import { npm11, npm12 } from '../clients.ts';
import { publishFamily } from '../family.ts';
import { home, person } from '../home.ts';
import { readJson } from '../read.ts';
import { SOON, startRegistry } from '../registry.ts';

const registry = await startRegistry();

describe.each([npm11, npm12])('looking after packages with $name', (npm) => {
  test('dist-tags are listed, set and removed', async () => {
    const alice = await person(npm, registry);
    const { tool } = await publishFamily(alice.http);
    const list = async (): Promise<string> =>
      (await alice.run(['dist-tag', 'ls', tool])).stdout.trim();
    expect(await list()).toBe('beta: 2.0.0-beta.1\nlatest: 1.1.0');
    await alice.run(['dist-tag', 'add', `${tool}@1.0.0`, 'old']);
    expect(await list()).toBe('beta: 2.0.0-beta.1\nlatest: 1.1.0\nold: 1.0.0');
    await alice.run(['dist-tag', 'rm', tool, 'beta']);
    expect(await list()).toBe('latest: 1.1.0\nold: 1.0.0');
    expect(await alice.fails(['dist-tag', 'rm', tool, 'latest'])).toContain('E403');
  });

  test('a deprecated version warns who installs it, until it is not', async () => {
    const alice = await person(npm, registry);
    const { tool } = await publishFamily(alice.http);
    const install = async (): Promise<string> => {
      const bob = home(npm, registry);
      const at = { in: bob.project({ 'package.json': {} }) };
      return (await bob.run(['install', `${tool}@1.0.0`], at)).text;
    };
    await alice.run(['deprecate', `${tool}@1.0.0`, 'take a newer one']);
    expect(await install()).toContain(`npm warn deprecated ${tool}@1.0.0: take a newer one`);
    await alice.run(['undeprecate', `${tool}@1.0.0`]);
    expect(await install()).not.toContain('deprecated');
  });

  test('one version is unpublished, and then all', async () => {
    const alice = await person(npm, registry);
    const { tool, leaf } = await publishFamily(alice.http);
    await alice.run(['unpublish', `${tool}@1.1.0`]);
    const { body } = await alice.http.get(`/${tool}`);
    expect(Object.keys(body.versions)).toEqual(['1.0.0', '2.0.0-beta.1']);
    expect(await alice.http.get(`/${tool}/-/${tool}-1.1.0.tgz`)).toMatchObject({ status: 404 });
    await alice.run(['unpublish', `${leaf}@1.0.0`]);
    await alice.run(['unpublish', leaf, '--force']);
    expect(await alice.fails(['view', leaf])).toContain('E404');
    expect(await registry.requests()).toContain(`GET /${leaf.replace('/', '%2f')} 404`);
  });

  test('owners are listed, added and removed', async () => {
    const [alice, bob] = [await person(npm, registry), await person(npm, registry, 'bob')];
    const { leaf } = await publishFamily(alice.http);
    const manifest = { 'package.json': { name: leaf, version: '2.0.0' } };
    expect(await bob.fails(['publish'], { in: bob.project(manifest) })).toContain('E403');
    await alice.run(['owner', 'add', bob.name, leaf]);
    const { stdout } = await alice.run(['owner', 'ls', leaf]);
    expect(stdout.trim().split('\n').toSorted()).toEqual(
      [alice, bob].map(({ name }) => `${name} <${name}@example.com>`),
    );
    await bob.run(['publish'], { in: bob.project(manifest) });
    await bob.run(['owner', 'rm', alice.name, leaf]);
    expect(await alice.fails(['deprecate', leaf, 'mine'])).toContain('E403');
    expect(await bob.fails(['owner', 'add', uniqueName('nobody'), leaf])).toContain('E404');
  });

  test('a package is made private and public again', async () => {
    const [alice, bob] = [await person(npm, registry), await person(npm, registry, 'bob')];
    const { leaf } = await publishFamily(alice.http);
    const status = async (): Promise<string> =>
      (await alice.run(['access', 'get', 'status', leaf])).stdout.trim();
    const install = { in: bob.project({ 'package.json': {} }) };
    expect(await status()).toBe(`${leaf}: public`);
    await alice.run(['access', 'set', 'status=private', leaf]);
    expect(await status()).toBe(`${leaf}: private`);
    expect(await bob.fails(['install', leaf], install)).toContain('E404');
    await alice.run(['install', leaf], { in: alice.project({ 'package.json': {} }) });
    await alice.run(['access', 'set', 'status=public', leaf]);
    await bob.run(['install', leaf], install);
  });

  test('collaborators of a package are listed', async () => {
    const alice = await person(npm, registry);
    const { leaf } = await publishFamily(alice.http);
    const { stdout } = await alice.run(['access', 'list', 'collaborators', leaf]);
    expect(stdout.trim()).toBe(`${alice.name}: read-write`);
  });

  test('search finds words, view shows what is there', async () => {
    const alice = await person(npm, registry);
    const [name, keyword] = [uniqueName('find'), uniqueName('keyword')];
    const manifest = { name, version: '1.0.0', description: 'to be found', keywords: [keyword] };
    await alice.run(['publish'], { in: alice.project({ 'package.json': manifest }) });
    // The index follows a moment later.
    await vi.waitFor(async () => {
      const found = JSON.parse((await alice.run(['search', keyword, '--json'])).stdout);
      const publisher = { username: alice.name };
      expect(found).toMatchObject([{ name, version: '1.0.0', publisher }]);
    }, SOON);
    const { stdout } = await alice.run(['view', name]);
    expect(stdout).toContain(`${name}@1.0.0`);
    expect(stdout).toContain('to be found');
    expect(stdout).toContain(`.tarball: ${registry.url}/${name}/-/${name}-1.0.0.tgz`);
    expect(stdout).toMatch(new RegExp(`published .* by ${alice.name}`));
  });

  test('outdated names what is newer', async () => {
    const alice = await person(npm, registry);
    const { tool } = await publishFamily(alice.http);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['install', `${tool}@1.0.0`, '--save-exact'], { in: project });
    const table = await alice.fails(['outdated', '--json'], { in: project });
    expect(JSON.parse(table)).toMatchObject({
      [tool]: { current: '1.0.0', wanted: '1.0.0', latest: '1.1.0' },
    });
    await alice.run(['install', `${tool}@latest`], { in: project });
    expect(readJson(project, 'node_modules', tool, 'package.json').version).toBe('1.1.0');
  });
});

describe('what npm 12 no longer has, with npm 11', () => {
  test('stars are given, listed and taken back', async () => {
    const alice = await person(npm11, registry);
    const { tool } = await publishFamily(registry.admin);
    await alice.run(['star', tool]);
    expect((await alice.run(['stars'])).stdout.trim()).toBe(tool);
    expect((await alice.http.get(`/${tool}`)).body.users).toEqual({ [alice.name]: true });
    await alice.run(['unstar', tool]);
    expect((await alice.run(['stars'])).text).toContain('has not starred any packages');
  });
});
