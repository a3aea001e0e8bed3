import { describe, expect, test, vi } from 'vitest';

import { uniqueName } from '../../packages.ts';
import { isHere, pnpm12 } from '../clients.ts';
import { publishFamily } from '../family.ts';
import { home, person } from '../home.ts';
import { SOON, startRegistry } from '../registry.ts';

const registry = await startRegistry();
const AT_ONCE = { 'package.json': {}, 'pnpm-workspace.yaml': 'minimumReleaseAge: 0\n' };

describe.runIf(isHere(pnpm12))('looking after packages with pnpm 12', () => {
  test('dist-tags are listed, set and removed', async () => {
    const alice = await person(pnpm12, registry);
    const { tool } = await publishFamily(alice.http);
    const list = async (): Promise<readonly string[]> =>
      (await alice.run(['dist-tag', 'ls', tool])).stdout.trim().split('\n').toSorted();
    expect(await list()).toEqual(['beta: 2.0.0-beta.1', 'latest: 1.1.0']);
    await alice.run(['dist-tag', 'add', `${tool}@1.0.0`, 'old']);
    expect(await list()).toEqual(['beta: 2.0.0-beta.1', 'latest: 1.1.0', 'old: 1.0.0']);
    await alice.run(['dist-tag', 'rm', tool, 'beta']);
    expect(await list()).toEqual(['latest: 1.1.0', 'old: 1.0.0']);
  });

  test('a deprecated version warns who installs it, until it is not', async () => {
    const alice = await person(pnpm12, registry);
    const { tool } = await publishFamily(alice.http);
    const install = async (): Promise<string> => {
      const bob = home(pnpm12, registry);
      return (await bob.run(['add', `${tool}@1.0.0`], { in: bob.project(AT_ONCE) })).text;
    };
    await alice.run(['deprecate', `${tool}@1.0.0`, 'take a newer one']);
    expect(await install()).toContain(`deprecated ${tool}@1.0.0`);
    await alice.run(['undeprecate', `${tool}@1.0.0`]);
    expect(await install()).not.toContain('deprecated');
  });

  test('one version is unpublished, and then all', async () => {
    const alice = await person(pnpm12, registry);
    const { tool, leaf } = await publishFamily(alice.http);
    await alice.run(['unpublish', `${tool}@1.1.0`]);
    const { body } = await alice.http.get(`/${tool}`);
    expect(Object.keys(body.versions)).toEqual(['1.0.0', '2.0.0-beta.1']);
    expect(await alice.http.get(`/${tool}/-/${tool}-1.1.0.tgz`)).toMatchObject({ status: 404 });
    await alice.run(['unpublish', `${leaf}@1.0.0`]);
    await alice.run(['unpublish', leaf, '--force']);
    expect(await alice.fails(['view', leaf])).toContain('ERR_PNPM_FETCH_404');
  });

  test('owners are listed, added and removed', async () => {
    const [alice, bob] = [await person(pnpm12, registry), await person(pnpm12, registry, 'bob')];
    const { leaf } = await publishFamily(alice.http);
    const manifest = { 'package.json': { name: leaf, version: '2.0.0' } };
    expect(await bob.fails(['publish'], { in: bob.project(manifest) })).toContain('403');
    await alice.run(['owner', 'add', leaf, bob.name]);
    const { stdout } = await alice.run(['owner', 'ls', leaf]);
    expect(stdout.trim().split('\n').toSorted()).toEqual(
      [alice, bob].map(({ name }) => `${name} <${name}@example.com>`),
    );
    await bob.run(['publish'], { in: bob.project(manifest) });
    await bob.run(['owner', 'rm', leaf, alice.name]);
    await alice.fails(['deprecate', leaf, 'mine']);
    expect(await bob.fails(['owner', 'add', leaf, uniqueName('nobody')])).toContain('not');
  });

  test('a package is made private and public again', async () => {
    const [alice, bob] = [await person(pnpm12, registry), await person(pnpm12, registry, 'bob')];
    const { leaf } = await publishFamily(alice.http);
    const status = async (): Promise<string> =>
      (await alice.run(['access', 'get', 'status', leaf])).stdout;
    const install = { in: bob.project(AT_ONCE) };
    expect(await status()).toContain('access: public');
    await alice.run(['access', 'set', 'status=private', leaf]);
    expect(await status()).toContain('access: restricted');
    expect(await bob.fails(['add', leaf], install)).toContain('404');
    await alice.run(['add', leaf], { in: alice.project(AT_ONCE) });
    await alice.run(['access', 'set', 'status=public', leaf]);
    await bob.run(['add', leaf], install);
  });

  test('collaborators of a package are listed', async () => {
    const alice = await person(pnpm12, registry);
    const { leaf } = await publishFamily(alice.http);
    const { stdout } = await alice.run(['access', 'list', 'collaborators', leaf]);
    expect(stdout.trim()).toBe(`${alice.name} <${alice.name}@example.com>: write`);
  });

  test('search finds words, view shows what is there', async () => {
    const alice = await person(pnpm12, registry);
    const [name, keyword] = [uniqueName('find'), uniqueName('keyword')];
    const manifest = { name, version: '1.0.0', description: 'to be found', keywords: [keyword] };
    await alice.run(['publish'], { in: alice.project({ 'package.json': manifest }) });
    // The index follows a moment later.
    await vi.waitFor(async () => {
      const { stdout: found } = await alice.run(['search', keyword]);
      expect(found).toMatch(new RegExp(`${name}\nto be found\nVersion 1.0.0 .*by ${alice.name}`));
    }, SOON);
    const { stdout: seen } = await alice.run(['view', name]);
    expect(seen).toContain(`${name}@1.0.0`);
    expect(seen).toContain(`.tarball: ${registry.url}/${name}/-/${name}-1.0.0.tgz`);
  });

  test('outdated names what is newer', async () => {
    const alice = await person(pnpm12, registry);
    const { tool } = await publishFamily(alice.http);
    const project = alice.project(AT_ONCE);
    await alice.run(['add', `${tool}@1.0.0`], { in: project });
    const table = await alice.fails(['outdated', '--json'], { in: project });
    expect(JSON.parse(table)).toMatchObject({ [tool]: { current: '1.0.0', latest: '1.1.0' } });
  });

  test('stars are given, listed and taken back', async () => {
    const alice = await person(pnpm12, registry);
    const { tool } = await publishFamily(registry.admin);
    await alice.run(['star', tool]);
    expect((await alice.run(['stars'])).stdout.trim()).toBe(tool);
    expect((await alice.http.get(`/${tool}`)).body.users).toEqual({ [alice.name]: true });
    await alice.run(['unstar', tool]);
    expect((await alice.run(['stars'])).stdout.trim()).toBe('');
  });

  test('audit signatures verifies what is installed', async () => {
    const alice = home(pnpm12, registry);
    const { tool } = await publishFamily(registry.admin);
    const project = alice.project(AT_ONCE);
    await alice.run(['add', tool], { in: project });
    const { stdout } = await alice.run(['audit', 'signatures'], { in: project });
    expect(stdout).toContain('2 packages have verified registry signatures');
  });
});
