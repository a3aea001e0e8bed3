import { describe, expect, test } from 'vitest';

import { uniqueName } from '../../packages.ts';
import { npm11, npm12 } from '../clients.ts';
import { person } from '../home.ts';
import { startRegistry } from '../registry.ts';

const registry = await startRegistry();

describe.each([npm11, npm12])('organizations with $name', (npm) => {
  test('are made, and people set, listed and removed', async () => {
    const [alice, bob] = [await person(npm, registry), await person(npm, registry, 'bob')];
    const org = uniqueName('org');
    const say = async (...args: readonly string[]): Promise<string> =>
      (await alice.run(['org', ...args])).stdout.trim();
    expect(await say('set', org, alice.name, 'owner')).toBe(
      `Added ${alice.name} as owner to ${org}. You now have 1 member in this org.`,
    );
    expect(await say('set', org, bob.name)).toBe(
      `Added ${bob.name} as developer to ${org}. You now have 2 members in this org.`,
    );
    expect(await say('set', org, bob.name, 'admin')).toContain(`Added ${bob.name} as admin`);
    expect((await say('ls', org)).split('\n')).toEqual([
      `${alice.name} - owner`,
      `${bob.name} - admin`,
    ]);
    const raised = await bob.fails(['org', 'set', org, bob.name, 'owner']);
    expect(raised).toContain('nobody raises their own role');
    expect(await say('rm', org, bob.name)).toBe(
      `Successfully removed ${bob.name} from ${org}. You now have 1 member in this org.`,
    );
    expect(await bob.fails(['org', 'ls', org])).toContain('E404');
    expect(await alice.fails(['org', 'rm', org, alice.name])).toContain('needs an owner');
  });

  test('have teams with packages, and a stranger sees neither', async () => {
    const [alice, bob] = [await person(npm, registry), await person(npm, registry, 'bob')];
    const stranger = await person(npm, registry, 'stranger');
    const org = uniqueName('org');
    const core = `${org}:core`;
    const tool = `@${org}/tool`;
    const manifest = (version: string) => ({ 'package.json': { name: tool, version } });
    const say = async (...args: readonly string[]): Promise<string> =>
      (await alice.run(args)).stdout.trim();
    await say('org', 'set', org, alice.name, 'owner');
    await say('org', 'set', org, bob.name);
    await alice.run(['publish', '--access', 'restricted'], {
      in: alice.project(manifest('1.0.0')),
    });
    await say('access', 'revoke', `${org}:developers`, `@${org}/*`);
    expect(await say('team', 'create', core)).toBe(`+@${core}`);
    expect(await say('team', 'add', core, bob.name)).toBe(`${bob.name} added to @${core}`);
    expect((await say('team', 'ls', org)).split('\n')).toEqual([
      `@${org} has 2 teams:`,
      `@${core}`,
      `@${org}:developers`,
    ]);
    expect(await say('team', 'ls', core)).toBe(`@${core} has 1 user:\n${bob.name}`);

    const project = { in: bob.project({ 'package.json': {} }) };
    expect(await bob.fails(['install', tool], project)).toContain('E404');
    await say('access', 'grant', 'read-only', core, tool);
    await bob.run(['install', tool], project);
    const next = { in: bob.project(manifest('1.1.0')) };
    expect(await bob.fails(['publish'], next)).toContain('E403');
    await say('access', 'grant', 'read-write', core, tool);
    await bob.run(['publish'], next);

    expect(await say('access', 'list', 'packages', core)).toBe(`${tool}: read-write`);
    expect(await say('access', 'list', 'packages', org)).toBe(`${tool}: read-write`);
    expect((await bob.run(['access', 'list', 'packages'])).stdout.trim()).toBe(
      `${tool}: read-write`,
    );
    expect((await say('access', 'list', 'collaborators', tool)).split('\n')).toEqual([
      `${alice.name}: read-write`,
      `${bob.name}: read-write`,
    ]);
    for (const command of [
      ['access', 'list', 'collaborators', tool],
      ['access', 'list', 'packages', org],
      ['team', 'ls', org],
      ['team', 'ls', core],
      ['view', tool],
    ]) {
      expect(await stranger.fails(command)).toContain('E404');
    }
    const claim = {
      in: stranger.project({ 'package.json': { name: `@${org}/x`, version: '1.0.0' } }),
    };
    expect(await stranger.fails(['publish'], claim)).toContain('is the scope of an organization');

    expect(await say('team', 'rm', core, bob.name)).toBe(`${bob.name} removed from @${core}`);
    expect(await say('team', 'destroy', core)).toBe(`-@${core}`);
    expect(await bob.fails(['view', tool])).toContain('E404');
  });

  test('let people outside own a package', async () => {
    const [alice, bob] = [await person(npm, registry), await person(npm, registry, 'bob')];
    const org = uniqueName('org');
    const tool = `@${org}/tool`;
    await alice.run(['org', 'set', org, alice.name, 'owner']);
    const project = alice.project({ 'package.json': { name: tool, version: '1.0.0' } });
    await alice.run(['publish', '--access', 'public'], { in: project });
    expect((await alice.run(['owner', 'ls', tool])).stdout.trim()).toBe('no admin found');
    await alice.run(['owner', 'add', bob.name, tool]);
    expect((await alice.run(['owner', 'ls', tool])).stdout.trim()).toBe(
      `${bob.name} <${bob.name}@example.com>`,
    );
    await bob.run(['deprecate', tool, 'old']);
    await alice.run(['owner', 'add', alice.name, tool]);
    await alice.run(['owner', 'rm', bob.name, tool]);
    expect(await bob.fails(['deprecate', tool, ''])).toContain('E403');
  });
});
