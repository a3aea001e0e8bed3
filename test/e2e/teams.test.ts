import { describe, expect, test } from 'vitest';

import { type Client, escape, user } from '../client.ts';
import { grant, organization, reads, revoke, secret, team } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import { server, target } from '../target.ts';

const registry = await target();

const publishes = async (who: Client, name: string, version: string): Promise<number> =>
  (await who.publish({ name, version })).status;

describe(`teams, ${registry.name}`, () => {
  test('are made, filled, listed for npm and for pnpm, and destroyed', async () => {
    const { name: org, owner, member } = await organization(registry);
    const made = await owner.put(`/-/org/${org}/team`, { name: 'core', description: 'The core' });
    expect(made.status).toBe(201);
    expect((await owner.put(`/-/org/${org}/team`, { name: 'core' })).status).toBe(409);
    expect((await owner.put(`/-/org/${org}/team`, { name: 'Core!' })).status).toBe(400);
    const names = (await member.get(`/-/org/${org}/team?format=cli`)).body;
    expect(names).toEqual([`${org}:core`, `${org}:developers`]);
    expect((await member.get(`/-/org/${org}/team`)).body).toEqual([
      { name: 'core', description: 'The core' },
      { name: 'developers' },
    ]);
    const users = `/-/team/${org}/core/user`;
    expect((await owner.put(users, { user: member.name })).status).toBe(201);
    expect((await member.get(`${users}?format=cli`)).body).toEqual([member.name]);
    expect((await member.get(users)).body).toMatchObject([{ name: member.name }]);
    expect((await owner.remove(users, { user: member.name })).status).toBe(200);
    expect((await member.get(`${users}?format=cli`)).body).toEqual([]);
    expect((await owner.remove(`/-/team/${org}/core`)).status).toBe(200);
    expect((await owner.remove(`/-/team/${org}/core`)).status).toBe(404);
    expect((await member.get(users)).status).toBe(404);
  });

  test('hold members of the organization alone, and the one of all holds all', async () => {
    const { name: org, owner, admin, member } = await organization(registry);
    const bob = await user(registry, 'bob');
    await owner.put(`/-/org/${org}/team`, { name: 'core' });
    const refused = await owner.put(`/-/team/${org}/core/user`, { user: bob.name });
    expect([refused.status, refused.body.error]).toEqual([400, expect.stringContaining('npm org')]);
    const all = `/-/team/${org}/developers/user`;
    expect((await bob.get(all)).status).toBe(404);
    expect((await member.get(`${all}?format=cli`)).body.toSorted()).toEqual(
      [owner.name, admin.name, member.name].toSorted(),
    );
    expect((await owner.remove(all, { user: member.name })).status).toBe(403);
    expect((await owner.remove(`/-/team/${org}/developers`)).status).toBe(403);
  });

  test('are changed by owners and admins alone', async () => {
    const org = await organization(registry);
    const { name, admin, member } = org;
    const core = await team(org);
    const path = `/-/team/${name}/${core}`;
    const bob = await user(registry);
    for (const [who, status] of [
      [member, 403],
      [bob, 404],
    ] as const) {
      expect((await who.put(`/-/org/${name}/team`, { name: 'mine' })).status).toBe(status);
      expect((await who.put(`${path}/user`, { user: member.name })).status).toBe(status);
      expect((await grant(who, `${name}:${core}`, `@${name}/*`, 'read-write')).status).toBe(status);
      expect((await who.remove(path)).status).toBe(status);
    }
    expect((await admin.put(`${path}/user`, { user: member.name })).status).toBe(201);
    expect((await admin.remove(path)).status).toBe(200);
  });
});

describe(`grants, ${registry.name}`, () => {
  test('on a package or the whole scope let a team read or write', async () => {
    const org = await organization(registry);
    const { name, owner, member } = org;
    const tool = await secret(org);
    const core = `${name}:${await team(org, member)}`;
    expect((await revoke(owner, `${name}:developers`, `@${name}/*`)).status).toBe(200);
    expect([await reads(member, tool), await publishes(member, tool, '1.1.0')]).toEqual([404, 403]);
    expect((await grant(owner, core, tool, 'read-only')).status).toBe(200);
    expect([await reads(member, tool), await publishes(member, tool, '1.1.0')]).toEqual([200, 403]);
    await grant(owner, core, tool, 'read-write');
    expect(await publishes(member, tool, '1.1.0')).toBe(201);
    expect(await publishes(member, `@${name}/new`, '1.0.0')).toBe(403);
    await grant(owner, core, `@${name}/*`, 'read-write');
    expect(await publishes(member, `@${name}/new`, '1.0.0')).toBe(201);
    await revoke(owner, core, tool);
    expect(await reads(member, tool)).toBe(404);
    await revoke(owner, core, `@${name}/*`);
    expect(await publishes(member, `@${name}/new`, '1.1.0')).toBe(403);
    expect((await revoke(owner, core, `@${name}/*`)).status).toBe(404);
  });

  test('end with the team, and do not come back with its name', async () => {
    const org = await organization(registry);
    const { name, owner, member } = org;
    const tool = await secret(org);
    const core = await team(org, member);
    await revoke(owner, `${name}:developers`, `@${name}/*`);
    await grant(owner, `${name}:${core}`, tool, 'read-write');
    expect(await reads(member, tool)).toBe(200);
    await owner.remove(`/-/team/${name}/${core}`);
    expect([await reads(member, tool), await publishes(member, tool, '1.1.0')]).toEqual([404, 403]);
    await owner.put(`/-/org/${name}/team`, { name: core });
    expect((await member.get(`/-/team/${name}/${core}/user?format=cli`)).body).toEqual([]);
    await owner.put(`/-/team/${name}/${core}/user`, { user: member.name });
    expect(await reads(member, tool)).toBe(404);
  });

  test('say more of a package than of the scope, also less', async () => {
    const org = await organization(registry);
    const { name, owner, member } = org;
    const tool = await secret(org);
    await grant(owner, `${name}:developers`, tool, 'read-only');
    expect([await reads(member, tool), await publishes(member, tool, '1.1.0')]).toEqual([200, 403]);
    await revoke(owner, `${name}:developers`, tool);
    expect(await reads(member, tool)).toBe(404);
    const list = await owner.get(`/-/team/${name}/developers/package`);
    expect(list.body).toEqual({ [`@${name}/*`]: 'write' });
  });

  test('are of the organization’s own teams and packages', async () => {
    const [acme, evil] = [await organization(registry), await organization(registry)];
    const tool = await secret(acme);
    const open = uniqueName();
    await evil.owner.publish({ name: open, version: '1.0.0' });
    const core = await team(evil, evil.member);
    const of = `${evil.name}:${core}`;
    for (const [pkg, status] of [
      [tool, 403],
      [`@${acme.name}/nothing`, 403],
      [`@${acme.name}/*`, 403],
      [open, 403],
      [`@${evil.name}/nothing`, 404],
    ] as const) {
      expect([pkg, (await grant(evil.owner, of, pkg, 'read-write')).status]).toEqual([pkg, status]);
    }
    const theirs = `${acme.name}:${core}`;
    expect((await grant(evil.owner, theirs, tool, 'read-write')).status).toBe(404);
    expect((await grant(acme.owner, theirs, tool, 'read-write')).status).toBe(404);
    expect((await grant(acme.owner, `${acme.name}:developers`, tool, 'admin')).status).toBe(400);
    expect(await reads(evil.member, tool)).toBe(404);
  });

  test('of a team of the same name elsewhere open nothing', async () => {
    const [acme, evil] = [await organization(registry), await organization(registry)];
    const tool = await secret(acme);
    for (const org of [acme, evil])
      await org.owner.put(`/-/org/${org.name}/team`, { name: 'core' });
    await evil.owner.put(`/-/team/${evil.name}/core/user`, { user: evil.member.name });
    await grant(acme.owner, `${acme.name}:core`, tool, 'read-write');
    expect(await reads(evil.member, tool)).toBe(404);
    expect(await publishes(evil.member, tool, '2.0.0')).toBe(403);
  });

  test('are listed by team, by organization, by user and by package', async () => {
    const org = await organization(registry);
    const { name, owner, admin, member } = org;
    const [tool, open] = [await secret(org), `@${name}/open`];
    await owner.publish({ name: open, version: '1.0.0' });
    const core = await team(org, member);
    await revoke(owner, `${name}:developers`, `@${name}/*`);
    await grant(owner, `${name}:${core}`, tool, 'read-only');
    expect((await member.get(`/-/team/${name}/${core}/package`)).body).toEqual({ [tool]: 'read' });
    expect((await owner.get(`/-/org/${name}/package`)).body).toEqual({
      [open]: 'write',
      [tool]: 'write',
    });
    const own = { [open]: 'read', [tool]: 'read' };
    expect((await member.get(`/-/org/${name}/package?format=cli`)).body).toEqual(own);
    expect((await member.get('/-/-/package?format=cli')).body).toEqual(own);
    expect((await member.get(`/-/user/${member.name}/package`)).body).toEqual(own);
    expect((await owner.get(`/-/user/${member.name}/package`)).body).toEqual({});
    const path = `/-/package/${escape(tool)}/collaborators`;
    expect((await member.get(path)).body).toEqual({
      [owner.name]: 'write',
      [admin.name]: 'write',
      [member.name]: 'read',
    });
    expect((await member.get(`${path}?format=cli&user=${member.name}`)).body).toEqual([
      { user: member.name, email: `${member.name}@example.com`, permissions: 'read' },
    ]);
  });
});

describe('every change of an organization', () => {
  test('is in the audit log, with what was before and after, for owners and admins', async () => {
    const local = await server();
    const org = await organization(local);
    const { name, owner, member } = org;
    const tool = await secret(org);
    const core = await team(org, member);
    await grant(owner, `${name}:${core}`, tool, 'read-only');
    await grant(owner, `${name}:${core}`, tool, 'read-write');
    await revoke(owner, `${name}:${core}`, tool);
    await owner.remove(`/-/team/${name}/${core}`);
    await owner.remove(`/-/org/${name}/user`, { user: member.name });
    const { body } = await owner.get(`/-/v1/orgs/${name}/audit`);
    const events = body.events.map(({ action, actor, detail, before, after }: any) => ({
      action,
      actor,
      detail,
      before,
      after,
    }));
    const event = (action: string, detail: object, before?: object, after?: object) => ({
      action,
      actor: owner.name,
      detail,
      before,
      after,
    });
    const granted = { team: core, package: tool };
    const expected = [
      event('org-create', {}, undefined, { owner: owner.name }),
      event('member-set', { user: org.admin.name }, undefined, { role: 'admin' }),
      event('member-set', { user: member.name }, undefined, { role: 'member' }),
      event('team-create', { team: core }, undefined, { name: core }),
      event('team-add', { team: core, user: member.name }, undefined, { in: true }),
      event('grant', granted, undefined, { level: 'read' }),
      event('grant', granted, { level: 'read' }, { level: 'write' }),
      event('grant', granted, { level: 'write' }),
      event('team-destroy', { team: core }, { name: core }),
      event('member-remove', { user: member.name }, { role: 'member' }),
    ];
    // Those of one millisecond have no order.
    expect(events).toEqual(expect.arrayContaining(expected));
    expect(events).toHaveLength(expected.length);
    expect((await member.get(`/-/v1/orgs/${name}/audit`)).status).toBe(404);
    expect((await org.admin.get(`/-/v1/orgs/${name}/audit`)).status).toBe(200);
  });
});
