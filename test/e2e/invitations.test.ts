import { describe, expect, test } from 'vitest';

import { anonymous, type Client, signUp, user } from '../client.ts';
import { organization, team } from '../organization.ts';
import { uniqueName } from '../packages.ts';
import { server, target } from '../target.ts';

const registry = await target();

const accept = async (who: Client, code: string) => who.post('/-/v1/invitations/accept', { code });
const invite = async (who: Client, org: string, to: object = {}) =>
  who.post(`/-/v1/orgs/${org}/invitations`, to);
const DAY = 86_400_000;

describe(`invitations, ${registry.name}`, () => {
  test('let one user in, once, with a role and into teams', async () => {
    const org = await organization(registry);
    const { name, owner } = org;
    const core = await team(org);
    const [bob, carol] = [await user(registry, 'bob'), await user(registry, 'carol')];
    const made = await invite(owner, name, { role: 'admin', teams: [core] });
    expect(made).toMatchObject({ status: 201, body: { org: name, role: 'admin', teams: [core] } });
    const { code } = made.body;
    expect((await accept(bob, code)).body).toEqual({ ok: true, org: name, role: 'admin' });
    expect((await accept(carol, code)).status).toBe(403);
    expect((await owner.get(`/-/org/${name}/user`)).body[bob.name]).toBe('admin');
    expect((await owner.get(`/-/team/${name}/${core}/user?format=cli`)).body).toEqual([bob.name]);
    expect((await carol.get(`/-/org/${name}/user`)).status).toBe(404);
  });

  test('let one of two in who come at once', async () => {
    const { name, owner } = await organization(registry);
    const comers = await Promise.all([user(registry), user(registry), user(registry)]);
    const { code } = (await invite(owner, name)).body;
    const answers = await Promise.all(comers.map(async (who) => accept(who, code)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 403, 403]);
  });

  test('are listed without their codes, and taken back', async () => {
    const { name, owner, admin, member } = await organization(registry);
    const bob = await user(registry);
    const { code, key } = (await invite(admin, name)).body;
    const path = `/-/v1/orgs/${name}/invitations`;
    const { body } = await owner.get(path);
    expect(body.invitations).toMatchObject([{ key, role: 'developer', createdBy: admin.name }]);
    expect(JSON.stringify(body)).not.toContain(code);
    expect((await member.get(path)).status).toBe(403);
    expect((await bob.get(path)).status).toBe(404);
    expect((await member.remove(`${path}/${key}`)).status).toBe(403);
    expect((await owner.remove(`${path}/${key}`)).status).toBe(200);
    expect((await owner.remove(`${path}/${key}`)).status).toBe(404);
    expect((await accept(bob, code)).status).toBe(403);
  });

  test('are made by those who could give the role themselves', async () => {
    const { name, owner, admin, member } = await organization(registry);
    expect((await invite(member, name)).status).toBe(403);
    expect((await invite(await user(registry), name)).status).toBe(404);
    expect((await invite(admin, name, { role: 'owner' })).status).toBe(403);
    expect((await invite(admin, name, { role: 'admin' })).status).toBe(201);
    expect((await invite(owner, name, { role: 'owner' })).status).toBe(201);
    expect((await invite(owner, name, { teams: ['nothing'] })).status).toBe(404);
    expect((await invite(owner, name, { days: 31 })).status).toBe(400);
  });

  test('raise nobody who is in already, and are worth nothing once who made them may not any more', async () => {
    const { name, owner, admin, member } = await organization(registry);
    const bob = await user(registry);
    const { code } = (await invite(admin, name, { role: 'admin' })).body;
    expect((await accept(member, code)).status).toBe(409);
    expect((await owner.get(`/-/org/${name}/user`)).body[member.name]).toBe('developer');
    await owner.remove(`/-/org/${name}/user`, { user: admin.name });
    expect((await accept(bob, code)).status).toBe(403);
  });

  test('lead into the organization that made them, whatever the comer asks for', async () => {
    const [acme, evil] = [await organization(registry), await organization(registry)];
    const bob = await user(registry);
    const { code, key } = (await invite(acme.owner, acme.name)).body;
    const theirs = `/-/v1/orgs/${evil.name}/invitations/${key}`;
    expect((await evil.owner.remove(theirs)).status).toBe(404);
    expect((await accept(bob, `${code} `)).body.org).toBe(acme.name);
    expect((await bob.get(`/-/org/${evil.name}/user`)).status).toBe(404);
  });

  test('take no limited token, and nobody who is not logged in', async () => {
    const { name, owner } = await organization(registry);
    const bob = await user(registry);
    const { code } = (await invite(owner, name)).body;
    const limits = { password: 'correct horse battery staple', readonly: true };
    const { body } = await bob.post('/-/npm/v1/tokens', limits);
    expect((await accept(bob.with(body.token), code)).status).toBe(403);
    expect((await accept(anonymous(registry), code)).status).toBe(401);
    expect((await accept(bob, code)).status).toBe(200);
  });
});

describe('invitations on one machine', () => {
  test('end after their days', async () => {
    const local = await server();
    const { name, owner } = await organization(local);
    const bob = await user(local);
    const { code } = (await invite(owner, name, { days: 2 })).body;
    local.advance?.(2 * DAY);
    expect((await accept(bob, code)).status).toBe(403);
    expect((await owner.get(`/-/v1/orgs/${name}/invitations`)).body.invitations).toEqual([]);
  });

  test('are not found by trying', async () => {
    const local = await server();
    const { name, owner } = await organization(local);
    const bob = await user(local);
    const { code } = (await invite(owner, name)).body;
    let tries = 0;
    while ((await accept(bob, String(tries))).status === 403) tries += 1;
    expect(tries).toBeLessThan(20);
    expect((await accept(bob, code)).status).toBe(429);
  });

  test('of a registry’s admin let somebody sign up into an organization', async () => {
    const local = await server({ signUp: 'invite' });
    const admin = await user(local);
    await admin.put('/-/v1/orgs/acme', {});
    await admin.put('/-/org/acme/team', { name: 'core' });
    const wanted = { org: 'acme', role: 'admin', teams: ['core'] };
    const { body, status } = await admin.post('/-/v1/invites', wanted);
    expect(status).toBe(201);
    const [bob, carol] = [uniqueName('bob'), uniqueName('carol')];
    const otp = { 'npm-otp': body.code };
    const password = 'correct horse battery staple';
    expect((await signUp(local, 'acme', password, otp)).status).toBe(409);
    const signedUp = await signUp(local, bob, password, otp);
    expect(signedUp.status).toBe(201);
    const him = anonymous(local).with(signedUp.body.token);
    expect((await him.get('/-/org/acme/user')).body[bob]).toBe('admin');
    expect((await him.get('/-/team/acme/core/user?format=cli')).body).toEqual([bob]);
    expect((await signUp(local, carol, password, otp)).status).toBe(401);
    expect((await admin.post('/-/v1/invites', { org: 'nothing' })).status).toBe(404);
    expect((await him.post('/-/v1/invites', wanted)).status).toBe(403);
  });

  test('for those who have an account let nobody sign up, and the other way round', async () => {
    const local = await server({ signUp: 'invite' });
    const admin = await user(local);
    await admin.put('/-/v1/orgs/acme', {});
    const inside = (await invite(admin, 'acme')).body.code;
    const password = 'correct horse battery staple';
    const name = uniqueName('bob');
    expect((await signUp(local, name, password, { 'npm-otp': inside })).status).toBe(401);
    const { code } = (await admin.post('/-/v1/invites', {})).body;
    const { body } = await signUp(local, name, password, { 'npm-otp': code });
    const bob = anonymous(local).with(body.token);
    const other = (await admin.post('/-/v1/invites', { org: 'acme' })).body.code;
    expect((await accept(bob, other)).status).toBe(403);
    expect((await accept(bob, inside)).status).toBe(200);
  });
});
