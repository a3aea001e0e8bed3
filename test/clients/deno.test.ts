import { describe, expect, test } from 'vitest';

import { deno, isHere } from './clients.ts';
import { deprecate, greeting, makePrivate, publishFamily } from './family.ts';
import { home, person } from './home.ts';
import { read, readJson } from './read.ts';
import { startRegistry } from './registry.ts';
import { tamper } from './tamper.ts';

const registry = await startRegistry();
const { leaf, tool } = await publishFamily(registry.admin);

/** What somebody sets who installs at once what is published. */
const AT_ONCE = { 'package.json': {}, 'deno.json': { minimumDependencyAge: '0' } };

// It publishes elsewhere and knows no account: it reads a token from .npmrc.
describe.runIf(isHere(deno))('install with deno', () => {
  test('by name, and from its lockfile on another machine', async () => {
    const alice = home(deno, registry);
    const project = alice.project(AT_ONCE);
    await alice.run(['install', `npm:${tool}`], { in: project });
    const start = ['run', '--allow-all', `npm:${tool}`];
    expect((await alice.run(start, { in: project })).stdout.trim()).toBe(greeting('1.1.0'));
    const files = Object.fromEntries(
      ['package.json', 'deno.json', 'deno.lock'].map((name) => [name, read(project, name)]),
    );
    expect(JSON.parse(files['deno.lock'] ?? '').npm[`${tool}@1.1.0`]).toMatchObject({
      integrity: expect.stringMatching(/^sha512-/),
      tarball: `${registry.url}/${tool}/-/${tool}-1.1.0.tgz`,
    });

    const bob = home(deno, registry);
    const clone = bob.project(files);
    await bob.run(['install', '--frozen'], { in: clone });
    expect((await bob.run(start, { in: clone })).stdout.trim()).toBe(greeting('1.1.0'));

    const carol = home(deno, registry);
    const tampered = { ...files, 'deno.lock': tamper(files['deno.lock'] ?? '') };
    const refusal = await carol.fails(['install', '--frozen'], { in: carol.project(tampered) });
    expect(refusal).toMatch(/integrity|checksum/i);
  });

  test('by tag, by version and of a scoped package', async () => {
    const alice = home(deno, registry);
    const project = alice.project(AT_ONCE);
    await alice.run(['add', `npm:${tool}@beta`, `npm:${leaf}@1.0.0`], { in: project });
    expect(readJson(project, 'node_modules', tool, 'package.json').version).toBe('2.0.0-beta.1');
    expect(readJson(project, 'node_modules', leaf, 'package.json').version).toBe('1.0.0');
  });

  test('of a version right after it was published, with a warm cache', async () => {
    const alice = await person(deno, registry);
    const family = await publishFamily(alice.http);
    const project = alice.project(AT_ONCE);
    await alice.run(['add', `npm:${family.leaf}`], { in: project });
    await alice.http.publish({ name: family.leaf, version: '1.2.0' });
    await alice.run(['add', `npm:${family.leaf}@latest`], { in: project });
    const { version } = readJson(project, 'node_modules', family.leaf, 'package.json');
    expect(version).toBe('1.2.0');
  });

  test('of a version younger than a day is refused without an exception', async () => {
    const alice = home(deno, registry);
    const project = alice.project({ 'package.json': {} });
    expect(await alice.fails(['add', `npm:${leaf}@1.0.0`], { in: project })).toContain(
      'minimum dependency age',
    );
    const scope = leaf.slice(0, leaf.indexOf('/'));
    const minimumDependencyAge = { age: 'P1D', exclude: [`npm:${scope}/*`] };
    const excepted = alice.project({ 'package.json': {}, 'deno.json': { minimumDependencyAge } });
    await alice.run(['add', `npm:${leaf}@1.0.0`], { in: excepted });
  });

  test('of a private package, for those who may', async () => {
    const [alice, bob] = [await person(deno, registry), await person(deno, registry, 'bob')];
    const family = await publishFamily(alice.http);
    await makePrivate(alice.http, family.leaf);
    await alice.run(['add', `npm:${family.leaf}`], { in: alice.project(AT_ONCE) });
    const project = bob.project(AT_ONCE);
    expect(await bob.fails(['add', `npm:${family.leaf}`], { in: project })).toMatch(/not f/i);
  });

  test('of a deprecated version warns', async () => {
    const alice = home(deno, registry);
    const family = await publishFamily(registry.admin);
    await deprecate(registry.admin, family.tool, 'take another one');
    const project = alice.project(AT_ONCE);
    const { text } = await alice.run(['add', `npm:${family.tool}@1.0.0`], { in: project });
    expect(text).toContain('take another one');
  });

  test('outdated names what is newer', async () => {
    const alice = home(deno, registry);
    const project = alice.project(AT_ONCE);
    await alice.run(['add', `npm:${tool}@1.0.0`], { in: project });
    const { stdout } = await alice.run(['outdated'], { in: project });
    expect(stdout).toMatch(new RegExp(`${tool}.*1\\.0\\.0.*1\\.1\\.0`));
  });
});
