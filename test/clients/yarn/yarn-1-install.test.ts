import { describe, expect, test } from 'vitest';

import { yarn1 } from '../clients.ts';
import { deprecate, greeting, makePrivate, publishFamily } from '../family.ts';
import { home, person } from '../home.ts';
import { read, readJson } from '../read.ts';
import { startRegistry } from '../registry.ts';
import { tamper } from '../tamper.ts';

const registry = await startRegistry();
const { leaf, tool } = await publishFamily(registry.admin);

describe('install with yarn 1', () => {
  test('by name, and from its lockfile on another machine', async () => {
    const alice = home(yarn1, registry);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', tool], { in: project });
    const { stdout } = await alice.run(['--silent', tool], { in: project });
    expect(stdout.trim()).toBe(greeting('1.1.0'));
    const files = {
      'package.json': read(project, 'package.json'),
      'yarn.lock': read(project, 'yarn.lock'),
    };
    expect(files['yarn.lock']).toMatch(
      new RegExp(
        `resolved "${registry.url}/${tool}/-/${tool}-1.1.0.tgz#[0-9a-f]{40}"\n  integrity sha512-`,
      ),
    );

    const bob = home(yarn1, registry);
    const clone = bob.project(files);
    await bob.run(['install', '--frozen-lockfile'], { in: clone });
    expect((await bob.run(['--silent', tool], { in: clone })).stdout.trim()).toBe(
      greeting('1.1.0'),
    );

    const carol = home(yarn1, registry);
    const tampered = { ...files, 'yarn.lock': tamper(files['yarn.lock']) };
    const refusal = await carol.fails(['install', '--frozen-lockfile'], {
      in: carol.project(tampered),
    });
    expect(refusal).toContain('Integrity check failed');
  });

  test('by tag, by version and of a scoped package', async () => {
    const alice = home(yarn1, registry);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', `${tool}@beta`, `${leaf}@1.0.0`], { in: project });
    expect(readJson(project, 'node_modules', tool, 'package.json').version).toBe('2.0.0-beta.1');
    expect(readJson(project, 'node_modules', leaf, 'package.json').version).toBe('1.0.0');
  });

  test('of a version right after it was published, with a warm cache', async () => {
    const alice = await person(yarn1, registry);
    const family = await publishFamily(alice.http);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', family.leaf], { in: project });
    await alice.http.publish({ name: family.leaf, version: '1.2.0' });
    await alice.run(['add', `${family.leaf}@latest`], { in: project });
    const { version } = readJson(project, 'node_modules', family.leaf, 'package.json');
    expect(version).toBe('1.2.0');
  });

  test('of a deprecated version warns', async () => {
    const alice = home(yarn1, registry);
    const family = await publishFamily(registry.admin);
    await deprecate(registry.admin, family.tool, 'take another one');
    const project = alice.project({ 'package.json': {} });
    const { text } = await alice.run(['add', `${family.tool}@1.0.0`], { in: project });
    expect(text).toContain(`${family.tool}@1.0.0: take another one`);
  });

  test('of a private package, for those who may', async () => {
    const [alice, bob] = [await person(yarn1, registry), await person(yarn1, registry, 'bob')];
    const family = await publishFamily(alice.http);
    await makePrivate(alice.http, family.leaf);
    await alice.run(['add', family.leaf], { in: alice.project({ 'package.json': {} }) });
    const project = bob.project({ 'package.json': {} });
    expect(await bob.fails(['add', family.leaf], { in: project })).toContain('was not found');
  });

  // It sends no token for names without a scope, unless it is told to.
  test('of a private package without a scope, with always-auth', async () => {
    const alice = await person(yarn1, registry);
    const family = await publishFamily(alice.http);
    await makePrivate(alice.http, family.tool);
    const project = alice.project({ 'package.json': {} });
    expect(await alice.fails(['add', family.tool], { in: project })).toContain('was not found');
    const told = alice.project({
      'package.json': {},
      '.npmrc': `//${registry.host}/:always-auth=true\n`,
    });
    await alice.run(['add', family.tool], { in: told });
  });

  test('outdated names what is newer', async () => {
    const alice = home(yarn1, registry);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['add', `${tool}@1.0.0`], { in: project });
    const table = await alice.fails(['outdated'], { in: project });
    expect(table).toMatch(new RegExp(`${tool} +1.0.0 +1.0.0 +1.1.0`));
  });
});
