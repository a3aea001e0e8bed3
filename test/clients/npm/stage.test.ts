import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

import { PASSWORD } from '../../client.ts';
import { integrityOf, uniqueName } from '../../packages.ts';
import { versionsOf } from '../../staging.ts';
import { npm11, npm12, type Program } from '../clients.ts';
import { home, person } from '../home.ts';
import { startRegistry } from '../registry.ts';

const registry = await startRegistry();
const ID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/;

/** Somebody with a package of one version, and how the next are staged. */
async function prepared(npm: Program) {
  const alice = await person(npm, registry);
  const name = `@${uniqueName('s')}/${uniqueName()}`;
  const stage = async (version: string, ...args: readonly string[]): Promise<string> => {
    const files = { 'package.json': { name, version }, 'README.md': `# ${version}` };
    const at = { in: alice.project(files) };
    const { text } = await alice.run(['stage', 'publish', '--access', 'public', ...args], at);
    return ID.exec(text)?.[0] ?? text;
  };
  await alice.http.publish({ name, version: '1.0.0' });
  return { alice, name, stage };
}

describe.each([npm11, npm12])('staging with $name', (npm) => {
  test('publish, list, view, download and approve', async () => {
    const { alice, name, stage } = await prepared(npm);
    const [id, other] = [await stage('1.1.0'), await stage('2.0.0-rc.1', '--tag', 'next')];
    expect(await versionsOf(alice.http, name)).toEqual(['1.0.0']);
    const { stdout: list } = await alice.run(['stage', 'list', '--json']);
    expect(JSON.parse(list)).toMatchObject([
      { id, packageName: name, version: '1.1.0', tag: 'latest', actor: alice.name },
      { id: other, version: '2.0.0-rc.1', tag: 'next', actorType: 'user' },
    ]);
    const { stdout: seen } = await alice.run(['stage', 'list', name]);
    expect(seen).toContain(`staged by: ${alice.name} (user)`);
    const { stdout: view } = await alice.run(['stage', 'view', id]);
    expect(view).toContain(`package name: ${name}`);
    expect(view).not.toContain('[object');
    const { stdout: file } = await alice.run(['stage', 'download', id]);
    const bytes = readFileSync(path.join(alice.folder, file.trim().split('\n').at(-1) ?? ''));

    expect((await alice.run(['stage', 'approve', id])).stdout).toContain('approved and published');
    const { body } = await alice.http.get(`/${name.replace('/', '%2f')}`);
    expect(body['dist-tags']).toEqual({ latest: '1.1.0' });
    expect(body.versions['1.1.0'].dist.integrity).toBe(integrityOf(bytes));
    await alice.run(['stage', 'approve', other]);
    const bob = home(npm, registry);
    await bob.run(['install', `${name}@next`], { in: bob.project({ 'package.json': {} }) });
  });

  test('reject, and then the same number once more', async () => {
    const { alice, name, stage } = await prepared(npm);
    const id = await stage('1.1.0');
    const files = { 'package.json': { name, version: '1.1.0' }, 'other.js': '' };
    const again = await alice.fails(['stage', 'publish'], { in: alice.project(files) });
    expect(again).toContain('npm stage list');
    await alice.run(['stage', 'reject', id]);
    expect(await alice.fails(['stage', 'approve', id])).toContain(`${alice.name} has rejected`);
    expect((await alice.run(['stage', 'list', name])).stdout).toContain('No staged versions');
    await alice.run(['stage', 'publish'], { in: alice.project(files) });
  });

  test('the first version of a package', async () => {
    const alice = await person(npm, registry);
    const name = uniqueName();
    const files = { 'package.json': { name, version: '1.0.0' } };
    const { text } = await alice.run(['stage', 'publish'], { in: alice.project(files) });
    const id = ID.exec(text)?.[0] ?? text;
    expect((await alice.http.get(`/${name}`)).status).toBe(404);
    const bob = await person(npm, registry, 'bob');
    expect(await bob.fails(['stage', 'view', id])).toContain('404');
    await alice.run(['stage', 'approve', id]);
    expect(await versionsOf(bob.http, name)).toEqual(['1.0.0']);
  });
});

describe('a stage-only token that npm 12 made', () => {
  test('stages, and neither publishes, tags nor approves', async () => {
    const { alice, name } = await prepared(npm12);
    const limits = ['--packages-all', '--packages-and-scopes-permission', 'read-write-stage-only'];
    const { stdout } = await alice.run(['token', 'create', '--name', 'robot', ...limits], {
      answers: [[/password:/i, PASSWORD]],
    });
    const robot = home(npm12, registry, /Created token (\S+)/.exec(stdout)?.[1] ?? '');
    const at = { in: robot.project({ 'package.json': { name, version: '3.0.0' } }) };
    expect(await robot.fails(['publish'], at)).toContain('use `npm stage publish`');
    const { text } = await robot.run(['stage', 'publish'], at);
    const id = ID.exec(text)?.[0] ?? text;
    expect(await robot.fails(['stage', 'approve', id])).toContain('does not allow to approve');
    expect(await robot.fails(['stage', 'reject', id])).toContain('does not allow to approve');
    expect(await robot.fails(['dist-tag', 'add', `${name}@1.0.0`, 'old'])).toContain('403');
    await alice.run(['stage', 'approve', id]);
    expect(await versionsOf(alice.http, name)).toEqual(['1.0.0', '3.0.0']);
  });
});
