import { describe, expect, test } from 'vitest';

import { anonymous, escape, user } from '../client.ts';
import { organization, reads, secret } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import { server, target } from '../target.ts';

const registry = await target();
const nobody = anonymous(registry);

describe(`organizations, ${registry.name}`, () => {
  test('are made by `npm org set` of oneself as owner, and listed with npm’s roles', async () => {
    const [alice, bob] = [await user(registry, 'alice'), await user(registry, 'bob')];
    const org = uniqueName('org');
    const path = `/-/org/${org}/user`;
    expect((await alice.get(path)).status).toBe(404);
    const made = await alice.put(path, { user: alice.name, role: 'owner' });
    expect([made.status, made.body]).toEqual([
      201,
      { org: { name: org, size: 1 }, user: alice.name, role: 'owner' },
    ]);
    const added = await alice.put(path, { user: bob.name });
    expect(added.body).toEqual({ org: { name: org, size: 2 }, user: bob.name, role: 'developer' });
    expect((await bob.get(path)).body).toEqual({ [alice.name]: 'owner', [bob.name]: 'developer' });
    expect((await alice.put(path, { user: uniqueName('nobody') })).status).toBe(404);
    expect((await alice.put(path, { user: bob.name, role: 'king' })).status).toBe(400);
    expect((await bob.get('/-/v1/orgs')).body).toEqual({
      orgs: [{ name: org, role: 'developer' }],
    });
    expect((await alice.remove(path, { user: bob.name })).status).toBe(200);
    expect((await alice.remove(path, { user: bob.name })).status).toBe(404);
    expect((await bob.get('/-/v1/orgs')).body).toEqual({ orgs: [] });
  });

  test('are made and shown by routes of their own, too', async () => {
    const [alice, bob] = [await user(registry), await user(registry)];
    const org = uniqueName('org');
    const path = `/-/v1/orgs/${org}`;
    expect((await alice.put(path, undefined)).status).toBe(201);
    expect((await bob.put(path, {})).status).toBe(404);
    expect((await alice.get(path)).body).toMatchObject({
      name: org,
      role: 'owner',
      teams: [{ name: 'developers' }],
      trustedOwners: [],
    });
    const changed = await alice.put(path, { trustedOwners: ['github:1234'] });
    expect([changed.status, changed.body.trustedOwners]).toEqual([200, ['github:1234']]);
    expect((await alice.put(path, { trustedOwners: ['acme'] })).status).toBe(400);
    for (const client of [bob, nobody]) {
      expect((await client.get(path)).status).toBe(client === bob ? 404 : 401);
    }
  });

  test('take no name of somebody else, and none that looks like another', async () => {
    const [alice, bob] = [await user(registry), await user(registry)];
    const make = async (who: typeof alice, name: string) => who.put(`/-/v1/orgs/${name}`, {});
    const org = uniqueName('org');
    expect((await make(alice, bob.name)).status).toBe(409);
    expect((await make(alice, alice.name)).status).toBe(201);
    expect((await make(alice, org)).status).toBe(201);
    expect((await make(alice, org)).status).toBe(200);
    expect((await make(bob, org)).status).toBe(404);
    expect((await make(bob, org.replace('-', '_'))).body.error).toContain('looks like');
    expect((await make(bob, org.replaceAll('-', ''))).status).toBe(403);
    expect((await make(bob, 'Acme')).status).toBe(400);
    expect((await make(bob, 'pantry-canary')).status).toBe(403);
    const taken = await nobody.put(`/-/user/org.couchdb.user:${org}`, {
      name: org,
      password: 'correct horse battery staple',
      email: 'x@example.com',
    });
    expect([taken.status, taken.body.error]).toEqual([
      409,
      expect.stringContaining('organization'),
    ]);
  });

  test('are not made of a scope in which others have packages', async () => {
    const [alice, bob] = [await user(registry), await user(registry)];
    const scope = uniqueName('scope');
    await alice.publish({ name: `@${scope}/mine`, version: '1.0.0' });
    expect((await bob.put(`/-/v1/orgs/${scope}`, {})).status).toBe(403);
    expect((await bob.put(`/-/v1/orgs/${scope.replace('-', '.')}`, {})).status).toBe(403);
    expect((await alice.put(`/-/v1/orgs/${scope}`, {})).status).toBe(201);
    expect((await bob.publish({ name: `@${scope}/other`, version: '1.0.0' })).status).toBe(403);
  });

  test('close their scope, and what looks like it, to all but their members', async () => {
    const { name: org, member } = await organization(registry);
    const bob = await user(registry);
    const claim = async (scope: string) => bob.publish({ name: `@${scope}/new`, version: '1.0.0' });
    const refused = await claim(org);
    expect([refused.status, refused.body.error]).toEqual([403, expect.stringContaining('scope')]);
    expect((await claim(org.replace('-', '_'))).status).toBe(403);
    expect((await member.publish({ name: `@${org}/new`, version: '1.0.0' })).status).toBe(201);
    const { body } = await nobody.get(`/${escape(`@${org}/new`)}`);
    expect([body.maintainers, body.versions['1.0.0']['_npmUser'].name]).toEqual([[], member.name]);
  });
});

describe(`roles, ${registry.name}`, () => {
  test('are given by owners, and up to their own by admins', async () => {
    const { name, owner, admin, member, set } = await organization(registry);
    const [carol, dave] = [await user(registry), await user(registry)];
    expect((await set(admin, carol.name, 'developer')).status).toBe(200);
    expect((await set(admin, carol.name, 'admin')).status).toBe(200);
    expect((await set(admin, carol.name, 'owner')).status).toBe(403);
    expect((await set(member, dave.name, 'developer')).status).toBe(403);
    expect((await set(owner, carol.name, 'owner')).status).toBe(200);
    expect((await set(admin, carol.name, 'developer')).status).toBe(403);
    expect((await admin.remove(`/-/org/${name}/user`, { user: carol.name })).status).toBe(403);
    expect((await member.remove(`/-/org/${name}/user`, { user: admin.name })).status).toBe(403);
  });

  test('are raised by nobody for themselves', async () => {
    const { name, owner, admin, member, set } = await organization(registry);
    const outsider = await user(registry);
    for (const [who, role] of [
      [member, 'admin'],
      [member, 'owner'],
      [admin, 'owner'],
    ] as const) {
      expect((await set(who, who.name, role)).status).toBe(403);
    }
    expect((await set(outsider, outsider.name, 'developer')).status).toBe(404);
    expect((await set(outsider, outsider.name, 'owner')).status).toBe(404);
    const { body } = await owner.get(`/-/org/${name}/user`);
    expect(body).toEqual({
      [owner.name]: 'owner',
      [admin.name]: 'admin',
      [member.name]: 'developer',
    });
  });

  test('leave an owner: the last is neither lowered nor removed', async () => {
    const { name, owner, admin, set } = await organization(registry);
    const leave = async () => owner.remove(`/-/org/${name}/user`, { user: owner.name });
    expect((await set(owner, owner.name, 'developer')).status).toBe(403);
    expect((await leave()).status).toBe(403);
    expect((await set(owner, admin.name, 'owner')).status).toBe(200);
    expect((await leave()).status).toBe(200);
    expect((await owner.get(`/-/org/${name}/user`)).status).toBe(404);
  });

  test('two owners who leave at once do not leave nobody', async () => {
    const { name, owner, admin, set } = await organization(registry);
    await set(owner, admin.name, 'owner');
    const left = await Promise.all(
      [owner, admin].map(async (who) => who.remove(`/-/org/${name}/user`, { user: who.name })),
    );
    expect(left.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403]);
  });

  test('are not used by limited tokens', async () => {
    const { name, owner, set } = await organization(registry);
    const bob = await user(registry);
    const password = 'correct horse battery staple';
    const limited = async (limits: object) => {
      const { body } = await owner.post('/-/npm/v1/tokens', { password, ...limits });
      return owner.with(body.token);
    };
    const readOnly = await limited({ readonly: true });
    const scoped = await limited({ scopes: [`@${name}`] });
    for (const token of [readOnly, scoped]) {
      expect((await set(token, bob.name, 'developer')).status).toBe(403);
    }
    expect((await readOnly.get(`/-/org/${name}/user`)).status).toBe(200);
    expect((await scoped.get(`/-/org/${name}/user`)).status).toBe(403);
  });
});

describe(`packages of an organization, ${registry.name}`, () => {
  test('are managed by owners and admins, and written by members', async () => {
    const org = await organization(registry);
    const { owner, admin, member } = org;
    const name = await secret(org);
    const path = escape(name);
    const deprecate = async (who: typeof owner) => {
      const { body } = await who.get(`/${path}?write=true`);
      body.versions['1.0.0'].deprecated = `by ${who.name}`;
      return who.put(`/${path}`, body);
    };
    for (const [patch, who] of [owner, admin, member].entries()) {
      expect(await reads(who, name)).toBe(200);
      expect((await who.publish({ name, version: `1.1.${patch}` })).status).toBe(201);
      expect((await who.put(`/-/package/${path}/dist-tags/beta`, '"1.0.0"')).status).toBe(201);
      expect((await deprecate(who)).status).toBe(201);
    }
    const access = async (who: typeof owner) =>
      who.post(`/-/package/${path}/access`, { access: 'restricted' });
    expect((await access(member)).status).toBe(403);
    expect((await access(admin)).status).toBe(200);
    const { body } = await owner.get(`/${path}?write=true`);
    expect((await member.remove(`/${path}/-rev/${body['_rev']}`)).status).toBe(403);
    expect((await admin.remove(`/${path}/-rev/${body['_rev']}`)).status).toBe(200);
  });

  test('are lost with membership, also by a token that is still good, and by who owned them beside it', async () => {
    const org = await organization(registry);
    const { owner, member } = org;
    const name = await secret(org);
    const own = `@${org.name}/${uniqueName()}`;
    await member.publish({ name: own, version: '1.0.0' }, { access: 'restricted' });
    await owner.put(`/-/package/${escape(own)}/owners`, { user: member.name });
    expect(await reads(member, name)).toBe(200);
    const { body } = await owner.remove(`/-/org/${org.name}/user`, { user: member.name });
    expect(body).toEqual({ ok: true, packages: 1 });
    for (const each of [name, own]) {
      expect(await reads(member, each)).toBe(404);
      expect((await member.publish({ name: each, version: '2.0.0' })).status).toBe(403);
    }
    expect((await member.get('/-/whoami')).status).toBe(200);
    expect((await member.publish({ name: `@${org.name}/new`, version: '1.0.0' })).status).toBe(403);
  });

  test('are given to people outside by `npm owner add`, and taken again', async () => {
    const org = await organization(registry);
    const name = await secret(org);
    const bob = await user(registry, 'bob');
    const path = `/-/package/${escape(name)}/owners`;
    expect((await org.member.put(path, { user: bob.name })).status).toBe(403);
    expect((await org.admin.put(path, { user: bob.name })).status).toBe(200);
    expect((await bob.publish({ name, version: '2.0.0' })).status).toBe(201);
    expect((await bob.publish({ name: `@${org.name}/new`, version: '1.0.0' })).status).toBe(403);
    expect((await bob.remove(`${path}/${bob.name}`)).status).toBe(200);
    expect(await reads(bob, name)).toBe(404);
  });
});

describe('who may make organizations', () => {
  test('is for the settings to say', async () => {
    const local = await server({ orgs: 'admins', ownScopes: '@acme' });
    const [admin, alice] = [await user(local), await user(local)];
    expect((await alice.put('/-/v1/orgs/free', {})).status).toBe(403);
    expect((await admin.put('/-/v1/orgs/free', {})).status).toBe(201);
  });

  test('are admins alone for reserved scopes and what looks like them, and for scopes of others', async () => {
    const local = await server({ ownScopes: '@acme' });
    const [admin, alice] = [await user(local), await user(local)];
    for (const name of ['acme', 'ac-me']) {
      expect((await alice.put(`/-/v1/orgs/${name}`, {})).status).toBe(403);
    }
    expect((await admin.put('/-/v1/orgs/acme', {})).status).toBe(201);
    await alice.publish({ name: '@hers/tool', version: '1.0.0' });
    expect((await admin.put('/-/v1/orgs/hers', {})).status).toBe(201);
    expect((await alice.publish({ name: '@hers/tool', version: '1.1.0' })).status).toBe(201);
    expect((await alice.publish({ name: '@hers/new', version: '1.0.0' })).status).toBe(403);
  });
});
