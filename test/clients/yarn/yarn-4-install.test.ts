import { describe, expect, test } from 'vitest';

import { yarn4 } from '../clients.ts';
import { greeting, makePrivate, publishFamily } from '../family.ts';
import { type Content, home, person } from '../home.ts';
import { read } from '../read.ts';
import { startRegistry } from '../registry.ts';

const registry = await startRegistry();
const { leaf, tool } = await publishFamily(registry.admin);

/** A project of somebody who installs at once what is published. */
const AT_ONCE: Content = {
  'package.json': {},
  'yarn.lock': '',
  '.yarnrc.yml': 'npmMinimalAgeGate: 0\n',
};

describe('install with yarn 4', () => {
  test('by name, and from its lockfile on another machine', async () => {
    const alice = home(yarn4, registry);
    const project = alice.project(AT_ONCE);
    await alice.run(['add', tool], { in: project });
    const { stdout } = await alice.run(['run', tool], { in: project });
    expect(stdout.trim()).toBe(greeting('1.1.0'));
    const files = {
      ...AT_ONCE,
      'package.json': read(project, 'package.json'),
      'yarn.lock': read(project, 'yarn.lock'),
    };
    // The URL is left out where it is what it is everywhere: below the registry.
    expect(files['yarn.lock']).toContain(`resolution: "${tool}@npm:1.1.0"`);
    expect(files['yarn.lock']).not.toContain('__archiveUrl');
    expect(await registry.requests()).toEqual(
      expect.arrayContaining([
        `GET /${tool}/-/${tool}-1.1.0.tgz 200`,
        `GET /${leaf.replace('/', '%2f')}/-/leaf-1.1.0.tgz 200`,
      ]),
    );

    const bob = home(yarn4, registry);
    const clone = bob.project(files);
    await bob.run(['install', '--immutable'], { in: clone });
    expect((await bob.run(['run', tool], { in: clone })).stdout.trim()).toBe(greeting('1.1.0'));

    const carol = home(yarn4, registry);
    const lockfile = files['yarn.lock'].replaceAll(/(?<=checksum: 10c0\/)[0-9a-f]{4}/g, 'beef');
    const tampered = carol.project({ ...files, 'yarn.lock': lockfile });
    expect(await carol.fails(['install', '--immutable'], { in: tampered })).toContain('YN0018');
  });

  test('by tag, by version and of a scoped package', async () => {
    const alice = home(yarn4, registry);
    const project = alice.project(AT_ONCE);
    await alice.run(['add', `${tool}@beta`, `${leaf}@1.0.0`], { in: project });
    const lockfile = read(project, 'yarn.lock');
    expect(lockfile).toContain(`resolution: "${tool}@npm:2.0.0-beta.1"`);
    expect(lockfile).toContain(`resolution: "${leaf}@npm:1.0.0"`);
  });

  test('of a version right after it was published, with a warm cache', async () => {
    const alice = await person(yarn4, registry);
    const family = await publishFamily(alice.http);
    const project = alice.project(AT_ONCE);
    await alice.run(['add', family.leaf], { in: project });
    await alice.http.publish({ name: family.leaf, version: '1.2.0' });
    await alice.run(['add', `${family.leaf}@latest`], { in: project });
    expect(read(project, 'yarn.lock')).toContain(`resolution: "${family.leaf}@npm:1.2.0"`);
  });

  test('of a version younger than a day is refused without an exception', async () => {
    const alice = home(yarn4, registry);
    const refusing = alice.project({ 'package.json': {}, 'yarn.lock': '' });
    expect(await alice.fails(['add', `${leaf}@1.0.0`], { in: refusing })).toMatch(
      /YN0016.*All versions satisfying "1\.0\.0" are quarantined/,
    );
    const scope = leaf.slice(0, leaf.indexOf('/'));
    const excepted = alice.project({
      'package.json': {},
      'yarn.lock': '',
      '.yarnrc.yml': `npmPreapprovedPackages: ["${scope}/*"]\n`,
    });
    await alice.run(['add', `${leaf}@1.0.0`], { in: excepted });
  });

  test('of a private package, for those who may', async () => {
    const [alice, bob] = [await person(yarn4, registry), await person(yarn4, registry, 'bob')];
    const family = await publishFamily(alice.http);
    await makePrivate(alice.http, family.leaf);
    await alice.run(['add', family.leaf], { in: alice.project(AT_ONCE) });
    expect(await bob.fails(['add', family.leaf], { in: bob.project(AT_ONCE) })).toMatch(
      /Package not found|404/,
    );
  });

  // It sends no token for names without a scope, unless it is told to.
  test('of a private package without a scope, with npmAlwaysAuth', async () => {
    const alice = await person(yarn4, registry);
    const family = await publishFamily(alice.http);
    await makePrivate(alice.http, family.tool);
    expect(await alice.fails(['add', family.tool], { in: alice.project(AT_ONCE) })).toMatch(
      /Package not found|404/,
    );
    const settings = 'npmMinimalAgeGate: 0\nnpmAlwaysAuth: true\n';
    const told = alice.project({ ...AT_ONCE, '.yarnrc.yml': settings });
    await alice.run(['add', family.tool], { in: told });
  });

  test('of what does not exist says so', async () => {
    const alice = home(yarn4, registry);
    const project = alice.project(AT_ONCE);
    expect(await alice.fails(['add', 'nothing-of-the-kind'], { in: project })).toContain('YN0035');
  });
});
