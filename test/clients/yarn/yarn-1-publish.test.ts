import { describe, expect, test } from 'vitest';

import { PASSWORD } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { yarn1 } from '../clients.ts';
import { publishFamily } from '../family.ts';
import { home, person } from '../home.ts';
import { startRegistry } from '../registry.ts';
import { hasTerminal } from '../terminal.ts';

const registry = await startRegistry();
const PUBLISH = ['publish', '--non-interactive', '--new-version'];

describe('publish with yarn 1', () => {
  test.runIf(hasTerminal)('a login is asked for when it is needed, and given back', async () => {
    const alice = home(yarn1, registry);
    const [user, name] = [uniqueName('alice'), uniqueName()];
    const project = alice.project({ 'package.json': { name, version: '1.0.0' } });
    await alice.run(['login'], {
      terminal: true,
      answers: [
        [/npm username:/, user],
        [/npm email:/, `${user}@example.com`],
      ],
    });
    const { text } = await alice.run(['publish', '--new-version', '1.0.0'], {
      in: project,
      terminal: true,
      answers: [[/npm password:/, PASSWORD]],
    });
    expect(text).toContain('success Revoked login token.');
    expect((await registry.requests()).slice(-3)).toEqual([
      `PUT /-/user/org.couchdb.user:${user} 201`,
      `PUT /${name} 201`,
      'DELETE /-/user/token/… 200',
    ]);
  });

  test('a package, its next version and one under a tag', async () => {
    const alice = await person(yarn1, registry);
    const name = uniqueName();
    const publish = async (version: string, ...args: readonly string[]): Promise<void> => {
      const files = { 'package.json': { name, version }, 'README.md': `# ${name} ${version}\n` };
      await alice.run([...PUBLISH, version, ...args], { in: alice.project(files) });
    };
    await publish('1.0.0');
    await publish('1.1.0');
    await publish('2.0.0-beta.1', '--tag', 'beta');
    expect((await alice.http.get(`/${name}`)).body).toMatchObject({
      'dist-tags': { latest: '1.1.0', beta: '2.0.0-beta.1' },
      maintainers: [{ name: alice.name }],
      readme: `# ${name} 1.1.0\n`,
      versions: {
        '1.0.0': { dist: { tarball: `${registry.url}/${name}/-/${name}-1.0.0.tgz` } },
        '2.0.0-beta.1': { _npmUser: { name: alice.name } },
      },
    });
  });

  test('a version once', async () => {
    const alice = await person(yarn1, registry);
    const name = uniqueName();
    const manifest = { 'package.json': { name, version: '1.0.0' } };
    await alice.run([...PUBLISH, '1.0.0'], { in: alice.project(manifest) });
    const other = alice.project({ ...manifest, 'other.js': '' });
    expect(await alice.fails([...PUBLISH, '1.0.0'], { in: other })).toContain(
      `Couldn't publish package: "${registry.url}/${name}: You cannot publish over the previously published versions: 1.0.0."`,
    );
  });

  test('scoped packages, public and private', async () => {
    const [alice, bob] = [await person(yarn1, registry), await person(yarn1, registry, 'bob')];
    const scope = `@${uniqueName('s')}`;
    for (const access of ['public', 'restricted']) {
      const manifest = { name: `${scope}/${access}`, version: '1.0.0' };
      const at = { in: alice.project({ 'package.json': manifest }) };
      await alice.run([...PUBLISH, '1.0.0', '--access', access], at);
    }
    expect(await bob.http.get(`/${scope}%2fpublic`)).toMatchObject({ status: 200 });
    expect(await bob.http.get(`/${scope}%2frestricted`)).toMatchObject({ status: 404 });
    expect(await alice.http.get(`/${scope}%2frestricted`)).toMatchObject({ status: 200 });
  });

  // It can't carry packages: publishing with bundledDependencies ends with an error of its own.
  test('a package with a bin', async () => {
    const alice = await person(yarn1, registry);
    const name = uniqueName('tool');
    const project = alice.project({
      'package.json': { name, version: '1.0.0', bin: './cli.js' },
      'cli.js': "#!/usr/bin/env node\nconsole.log('runs');\n",
    });
    await alice.run([...PUBLISH, '1.0.0'], { in: project });
    const bob = home(yarn1, registry);
    const at = { in: bob.project({ 'package.json': {} }) };
    await bob.run(['add', name], at);
    expect((await bob.run(['--silent', name], at)).stdout.trim()).toBe('runs');
  });
});

describe('looking after packages with yarn 1', () => {
  test('tags are listed, set and removed', async () => {
    const alice = await person(yarn1, registry);
    const { tool } = await publishFamily(alice.http);
    const list = async (): Promise<readonly string[]> =>
      (await alice.run(['tag', 'list', tool])).stdout
        .split('\n')
        .filter((line) => /^info .*: \d/.test(line))
        .toSorted();
    expect(await list()).toEqual(['info beta: 2.0.0-beta.1', 'info latest: 1.1.0']);
    await alice.run(['tag', 'add', `${tool}@1.0.0`, 'old']);
    expect(await list()).toContain('info old: 1.0.0');
    await alice.run(['tag', 'remove', tool, 'old']);
    expect(await list()).toEqual(['info beta: 2.0.0-beta.1', 'info latest: 1.1.0']);
  });

  // It sends a list with nobody but the new owner, for a revision that it did not read.
  test('owners are listed, but not changed: it would drop the others', async () => {
    const [alice, bob] = [await person(yarn1, registry), await person(yarn1, registry, 'bob')];
    const { tool } = await publishFamily(alice.http);
    expect(await alice.fails(['owner', 'add', bob.name, tool])).toContain('has changed since');
    expect(await registry.requests()).toContain(`PUT /${tool}/-rev/undefined 409`);
    const { stdout } = await alice.run(['owner', 'list', tool]);
    expect(stdout).toContain(`info ${alice.name} <${alice.name}@example.com>`);
    expect(stdout).not.toContain(bob.name);
  });

  test('info shows what is there', async () => {
    const alice = home(yarn1, registry);
    const { tool } = await publishFamily(registry.admin);
    const { stdout } = await alice.run(['info', tool, '--json']);
    expect(JSON.parse(stdout).data).toMatchObject({
      name: tool,
      versions: ['1.0.0', '1.1.0', '2.0.0-beta.1'],
      'dist-tags': { latest: '1.1.0' },
    });
  });
});
