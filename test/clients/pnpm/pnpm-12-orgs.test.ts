import { describe, expect, test } from 'vitest';

import { uniqueName } from '../../packages.ts';
import { isHere, pnpm12 } from '../clients.ts';
import { person } from '../home.ts';
import { startRegistry } from '../registry.ts';

const registry = await startRegistry();

/** pnpm has no command for organizations: they are made as npm does. */
describe.runIf(isHere(pnpm12))('organizations with pnpm 12', () => {
  test('have teams with packages', async () => {
    const [alice, bob] = [await person(pnpm12, registry), await person(pnpm12, registry, 'bob')];
    const org = uniqueName('org');
    const core = `@${org}:core`;
    const tool = `@${org}/tool`;
    const users = `/-/org/${org}/user`;
    await alice.http.put(users, { user: alice.name, role: 'owner' });
    await alice.http.put(users, { user: bob.name });
    await alice.http.publish({ name: tool, version: '1.0.0' }, { access: 'restricted' });
    const say = async (...args: readonly string[]): Promise<string> =>
      (await alice.run(args)).stdout.trim();
    expect(await say('team', 'create', core)).toBe(`+${org}:core`);
    expect(await say('team', 'add', core, bob.name)).toBe(`+${bob.name} added to ${core}`);
    expect(await say('team', 'ls', `@${org}`)).toBe(
      `@${org} has the following teams:\n  ${core}\n  @${org}:developers`,
    );
    expect(await say('team', 'ls', core)).toBe(`${core} has the following members:\n  ${bob.name}`);
    await say('access', 'revoke', `@${org}:developers`, `@${org}/*`);
    const view = async (): Promise<string> => (await bob.run(['view', tool, 'version'])).stdout;
    await bob.fails(['view', tool, 'version']);
    await say('access', 'grant', 'read-only', core, tool);
    expect(await view()).toContain('1.0.0');
    expect(await say('access', 'list', 'packages', core)).toBe(`${tool}: read`);
    expect(await say('access', 'list', 'packages', `@${org}`)).toBe(`${tool}: write`);
    expect((await bob.run(['access', 'list', 'packages'])).stdout.trim()).toBe(`${tool}: read`);
    expect((await bob.run(['access', 'list', 'packages', bob.name])).stdout.trim()).toBe(
      `${tool}: read`,
    );
    const collaborators = await say('access', 'list', 'collaborators', tool);
    expect(collaborators.split('\n')).toEqual([
      `${alice.name} <${alice.name}@example.com>: write`,
      `${bob.name} <${bob.name}@example.com>: read`,
    ]);
    await say('owner', 'add', tool, bob.name);
    expect(await say('owner', 'ls', tool)).toBe(`${bob.name} <${bob.name}@example.com>`);
    await say('owner', 'rm', tool, bob.name);
    await say('access', 'revoke', core, tool);
    await bob.fails(['view', tool, 'version']);
    expect(await say('team', 'rm', core, bob.name)).toBe(`-${bob.name} removed from ${core}`);
    expect(await say('team', 'destroy', core)).toBe(`-${org}:core`);
    expect(await bob.fails(['team', 'create', `@${org}:mine`])).toContain('FORBIDDEN');
  });
});
