import { describe, expect, test } from 'vitest';

import { isHere, pnpm12 } from '../clients.ts';
import { greeting, publishFamily } from '../family.ts';
import { home, person } from '../home.ts';
import { read, readJson } from '../read.ts';
import { startRegistry } from '../registry.ts';
import { tamper } from '../tamper.ts';

const registry = await startRegistry();
const { leaf, tool } = await publishFamily(registry.admin);

/** What its documentation gives to those who publish what they install at once. */
const AT_ONCE = { 'pnpm-workspace.yaml': 'minimumReleaseAge: 0\n' };

describe.runIf(isHere(pnpm12))('install with pnpm 12', () => {
  test('by name: the latest version with its dependency, whose bin runs', async () => {
    const alice = home(pnpm12, registry);
    const project = alice.project({ 'package.json': {}, ...AT_ONCE });
    await alice.run(['add', tool], { in: project });
    const { stdout } = await alice.run(['exec', tool], { in: project });
    expect(stdout.trim()).toBe(greeting('1.1.0'));
    expect(readJson(project, 'package.json').dependencies).toEqual({ [tool]: '^1.1.0' });
    expect(await registry.requests()).toEqual(
      expect.arrayContaining([
        `GET /${tool}/-/${tool}-1.1.0.tgz 200`,
        `GET /${leaf}/-/leaf-1.1.0.tgz 200`,
      ]),
    );
  });

  test('by tag, by version and of a scoped package', async () => {
    const alice = home(pnpm12, registry);
    const project = alice.project({ 'package.json': {}, ...AT_ONCE });
    await alice.run(['add', `${tool}@beta`, `${leaf}@1.0.0`], { in: project });
    expect(readJson(project, 'node_modules', tool, 'package.json').version).toBe('2.0.0-beta.1');
    expect(readJson(project, 'node_modules', leaf, 'package.json').version).toBe('1.0.0');
  });

  test('from a lockfile, on another machine', async () => {
    const alice = home(pnpm12, registry);
    const project = alice.project({ 'package.json': {}, ...AT_ONCE });
    await alice.run(['add', tool], { in: project });
    const files = {
      ...AT_ONCE,
      'package.json': read(project, 'package.json'),
      'pnpm-lock.yaml': read(project, 'pnpm-lock.yaml'),
    };
    // The URL is left out where it is what it is everywhere: below the registry.
    expect(files['pnpm-lock.yaml']).toMatch(
      new RegExp(`${tool}@1.1.0:\n    resolution: {integrity: sha512-[^,]+}\n`),
    );

    const bob = home(pnpm12, registry);
    const clone = bob.project(files);
    await bob.run(['install', '--frozen-lockfile'], { in: clone });
    const { stdout } = await bob.run(['exec', tool], { in: clone });
    expect(stdout.trim()).toBe(greeting('1.1.0'));

    const carol = home(pnpm12, registry);
    const tampered = carol.project({
      'package.json': files['package.json'],
      'pnpm-lock.yaml': tamper(files['pnpm-lock.yaml']),
      // It downloads again after a wrong integrity, and would wait a minute before that.
      'pnpm-workspace.yaml': 'minimumReleaseAge: 0\nfetchRetries: 0\n',
    });
    const at = { in: tampered };
    expect(await carol.fails(['install', '--frozen-lockfile'], at)).toMatch(/integrity/i);
  });

  test('of a version right after it was published, with a warm cache', async () => {
    const alice = await person(pnpm12, registry);
    const family = await publishFamily(alice.http);
    const project = alice.project({ 'package.json': {}, ...AT_ONCE });
    await alice.run(['add', family.leaf], { in: project });
    await alice.http.publish({ name: family.leaf, version: '1.2.0' });
    await alice.run(['add', `${family.leaf}@latest`], { in: project });
    const { version } = readJson(project, 'node_modules', family.leaf, 'package.json');
    expect(version).toBe('1.2.0');
  });

  test('of a version younger than a day notes an exception, and is refused where that is strict', async () => {
    const alice = home(pnpm12, registry);
    const add = ['add', `${leaf}@1.0.0`];
    const lenient = alice.project({ 'package.json': {} });
    await alice.run(add, { in: lenient });
    expect(readYaml(lenient)).toMatch(/minimumReleaseAgeExclude:\s+- '@.+\/leaf@1\.0\.0'/);

    const strict = 'minimumReleaseAgeStrict: true\n';
    const refusing = alice.project({ 'package.json': {}, 'pnpm-workspace.yaml': strict });
    expect(await alice.fails(add, { in: refusing })).toContain(
      'ERR_PNPM_NO_MATURE_MATCHING_VERSION',
    );

    const exception = `${strict}minimumReleaseAgeExclude: ['@${leaf.split(/[@/]/)[1]}/*']\n`;
    const excepted = alice.project({ 'package.json': {}, 'pnpm-workspace.yaml': exception });
    await alice.run(add, { in: excepted });
  });

  test('from a lockfile with a version younger than a day is refused without an exception', async () => {
    const alice = home(pnpm12, registry);
    const project = alice.project({ 'package.json': {}, ...AT_ONCE });
    await alice.run(['add', tool], { in: project });
    const files = {
      'package.json': read(project, 'package.json'),
      'pnpm-lock.yaml': read(project, 'pnpm-lock.yaml'),
    };
    const bob = home(pnpm12, registry);
    const install = ['install', '--frozen-lockfile'];
    expect(await bob.fails(install, { in: bob.project(files) })).toContain(
      'ERR_PNPM_MINIMUM_RELEASE_AGE_VIOLATION',
    );
    // What one sets for all projects, once.
    await bob.run(['config', 'set', 'minimumReleaseAge', '0']);
    await bob.run(install, { in: bob.project(files) });
  });

  test('of what does not exist says so', async () => {
    const alice = home(pnpm12, registry);
    const at = { in: alice.project({ 'package.json': {} }) };
    expect(await alice.fails(['add', 'nothing-of-the-kind'], at)).toContain('404 Not Found');
  });
});

const readYaml = (project: string): string => read(project, 'pnpm-workspace.yaml');
