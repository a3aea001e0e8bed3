import { describe, expect, test } from 'vitest';

import { pnpm10 } from '../clients.ts';
import { deprecate, greeting, makePrivate, publishFamily } from '../family.ts';
import { home, person } from '../home.ts';
import { read, readJson } from '../read.ts';
import { startRegistry } from '../registry.ts';
import { tamper } from '../tamper.ts';

const registry = await startRegistry();
const { leaf, tool } = await publishFamily(registry.admin);

describe('install with pnpm 10', () => {
  test('by name, and from its lockfile on another machine', async () => {
    const alice = home(pnpm10, registry);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', tool], { in: project });
    const { stdout } = await alice.run(['exec', tool], { in: project });
    expect(stdout.trim()).toBe(greeting('1.1.0'));
    const files = {
      'package.json': read(project, 'package.json'),
      'pnpm-lock.yaml': read(project, 'pnpm-lock.yaml'),
    };
    // The URL is left out where it is what it is everywhere: below the registry.
    expect(files['pnpm-lock.yaml']).toMatch(
      new RegExp(`${tool}@1.1.0:\n    resolution: {integrity: sha512-[^,]+}\n`),
    );

    const bob = home(pnpm10, registry);
    const clone = bob.project(files);
    await bob.run(['install', '--frozen-lockfile'], { in: clone });
    expect((await bob.run(['exec', tool], { in: clone })).stdout.trim()).toBe(greeting('1.1.0'));

    const carol = home(pnpm10, registry);
    const tampered = { ...files, 'pnpm-lock.yaml': tamper(files['pnpm-lock.yaml']) };
    const install = ['install', '--frozen-lockfile', '--fetch-retries=0'];
    const refusal = await carol.fails(install, { in: carol.project(tampered) });
    expect(refusal).toContain('ERR_PNPM_TARBALL_INTEGRITY');
  });

  test('by tag, by version and of a scoped package', async () => {
    const alice = home(pnpm10, registry);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', `${tool}@beta`, `${leaf}@1.0.0`], { in: project });
    expect(readJson(project, 'node_modules', tool, 'package.json').version).toBe('2.0.0-beta.1');
    expect(readJson(project, 'node_modules', leaf, 'package.json').version).toBe('1.0.0');
  });

  test('of a version right after it was published, with a warm cache', async () => {
    const alice = await person(pnpm10, registry);
    const family = await publishFamily(alice.http);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', family.leaf], { in: project });
    await alice.http.publish({ name: family.leaf, version: '1.2.0' });
    await alice.run(['add', `${family.leaf}@latest`], { in: project });
    const { version } = readJson(project, 'node_modules', family.leaf, 'package.json');
    expect(version).toBe('1.2.0');
  });

  test('of a deprecated version warns', async () => {
    const alice = home(pnpm10, registry);
    const family = await publishFamily(registry.admin);
    await deprecate(registry.admin, family.tool, 'take another one');
    const add = ['add', `${family.tool}@1.0.0`];
    const { text } = await alice.run(add, { in: alice.project({ 'package.json': {} }) });
    expect(text).toContain(`deprecated ${family.tool}@1.0.0`);
  });

  test('of a private package, for those who may', async () => {
    const [alice, bob] = [await person(pnpm10, registry), await person(pnpm10, registry, 'bob')];
    const family = await publishFamily(alice.http);
    await makePrivate(alice.http, family.leaf);
    await alice.run(['add', family.leaf], { in: alice.project({ 'package.json': {} }) });
    const project = bob.project({ 'package.json': {} });
    expect(await bob.fails(['add', family.leaf], { in: project })).toContain('ERR_PNPM_FETCH_404');
  });

  test('outdated names what is newer', async () => {
    const alice = home(pnpm10, registry);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', `${tool}@1.0.0`], { in: project });
    const table = await alice.fails(['outdated', '--format', 'json'], { in: project });
    expect(JSON.parse(table)).toMatchObject({ [tool]: { current: '1.0.0', latest: '1.1.0' } });
  });
});
