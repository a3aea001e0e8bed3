import { describe, expect, test } from 'vitest';

import { npm11, npm12 } from '../clients.ts';
import { greeting, publishFamily } from '../family.ts';
import { home, person } from '../home.ts';
import { read, readJson } from '../read.ts';
import { startRegistry } from '../registry.ts';
import { tamper } from '../tamper.ts';

const registry = await startRegistry();
const { leaf, tool } = await publishFamily(registry.admin);

describe.each([npm11, npm12])('install with $name', (npm) => {
  const install = async (...specs: readonly string[]): Promise<string> => {
    const somebody = home(npm, registry);
    const project = somebody.project({ 'package.json': {} });
    await somebody.run(['install', ...specs], { in: project });
    return project;
  };

  test('by name: the latest version with its dependency, whose bin runs', async () => {
    const alice = home(npm, registry);
    const project = alice.project({ 'package.json': {} });
    await alice.run(['install', tool], { in: project });
    const { stdout } = await alice.run(['exec', '--no', tool], { in: project });
    expect(stdout.trim()).toBe(greeting('1.1.0'));
    expect(readJson(project, 'package.json').dependencies).toEqual({ [tool]: '^1.1.0' });
    expect(await registry.requests()).toEqual(
      expect.arrayContaining([
        `GET /${tool} 200`,
        `GET /${tool}/-/${tool}-1.1.0.tgz 200`,
        `GET /${leaf.replace('/', '%2f')} 200`,
        `GET /${leaf}/-/leaf-1.1.0.tgz 200`,
      ]),
    );
  });

  test('by tag, by version and of a scoped package', async () => {
    const project = await install(`${tool}@beta`, `${leaf}@1.0.0`);
    expect(readJson(project, 'node_modules', tool, 'package.json').version).toBe('2.0.0-beta.1');
    expect(readJson(project, 'node_modules', leaf, 'package.json').version).toBe('1.0.0');
  });

  test('from a lockfile, on another machine', async () => {
    const project = await install(tool);
    const lockfile = readJson(project, 'package-lock.json');
    expect(lockfile.packages).toMatchObject({
      [`node_modules/${tool}`]: {
        version: '1.1.0',
        resolved: `${registry.url}/${tool}/-/${tool}-1.1.0.tgz`,
        integrity: expect.stringMatching(/^sha512-/),
      },
      [`node_modules/${leaf}`]: { resolved: `${registry.url}/${leaf}/-/leaf-1.1.0.tgz` },
    });

    const bob = home(npm, registry);
    const files = {
      'package.json': read(project, 'package.json'),
      'package-lock.json': read(project, 'package-lock.json'),
    };
    const clone = bob.project(files);
    await bob.run(['ci'], { in: clone });
    const { stdout } = await bob.run(['exec', '--no', tool], { in: clone });
    expect(stdout.trim()).toBe(greeting('1.1.0'));

    const carol = home(npm, registry);
    const tampered = carol.project({
      ...files,
      'package-lock.json': tamper(files['package-lock.json']),
    });
    // It downloads again after a wrong integrity, and would wait a minute before that.
    const refusal = await carol.fails(['ci', '--fetch-retries=0'], { in: tampered });
    expect(refusal).toContain('EINTEGRITY');
  });

  test.each(['localhost', '127.0.0.1'])(
    'from http://%s, whose tarballs lie below it',
    async (host) => {
      const url = registry.url.replace('localhost', host);
      const alice = home(npm, { ...registry, url });
      const project = alice.project({ 'package.json': {} });
      await alice.run(['install', tool], { in: project });
      const { packages } = readJson(project, 'package-lock.json');
      expect(packages[`node_modules/${tool}`].resolved).toBe(`${url}/${tool}/-/${tool}-1.1.0.tgz`);
    },
  );

  test('of a version right after it was published, with a warm cache', async () => {
    const publisher = await person(npm, registry);
    const family = await publishFamily(publisher.http);
    const project = publisher.project({ 'package.json': {} });
    await publisher.run(['install', family.leaf], { in: project });
    await publisher.http.publish({ name: family.leaf, version: '1.2.0' });
    await publisher.run(['install', `${family.leaf}@latest`], { in: project });
    const { version } = readJson(project, 'node_modules', family.leaf, 'package.json');
    expect(version).toBe('1.2.0');
  });

  test('of a version that is younger than one wants is refused', async () => {
    const alice = home(npm, registry);
    const project = alice.project({ 'package.json': {} });
    const aged = ['install', leaf, '--min-release-age'];
    expect(await alice.fails([...aged, '1'], { in: project })).toContain('ENOVERSIONS');
    await alice.run([...aged, '0'], { in: project });
  });

  test('of what does not exist says so', async () => {
    const alice = home(npm, registry);
    const project = alice.project({ 'package.json': {} });
    expect(await alice.fails(['install', 'nothing-of-the-kind'], { in: project })).toContain(
      `404 Not Found - GET ${registry.url}/nothing-of-the-kind - package "nothing-of-the-kind" was not found`,
    );
    expect(await alice.fails(['install', `${tool}@9`], { in: project })).toContain('ETARGET');
  });
});
