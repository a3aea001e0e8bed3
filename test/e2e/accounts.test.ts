import { describe, expect, test } from 'vitest';

import { anonymous, PASSWORD, signUp, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server, target } from '../target.ts';

const registry = await target();
const reader = anonymous(registry);

const basic = (text: string): { readonly authorization: string } => ({
  authorization: `Basic ${Buffer.from(text).toString('base64')}`,
});

describe(`accounts, ${registry.name}`, () => {
  test('one request signs up and logs in, and whoami answers with the name', async () => {
    const name = uniqueName('alice');
    const first = await signUp(registry, name, 'some password');
    expect(first).toMatchObject({
      status: 201,
      body: { ok: true, id: `org.couchdb.user:${name}` },
    });
    const again = await signUp(registry, name, 'some password');
    expect(again.body.token).toMatch(/^pantry_[0-9A-Za-z]{38}$/);
    expect(again.body.token).not.toBe(first.body.token);
    const { body } = await reader.with(again.body.token).get('/-/whoami');
    expect(body).toEqual({ username: name });
  });

  test('nobody is signed up by who says that they only log in', async () => {
    const name = uniqueName('alice');
    const path = `/-/user/org.couchdb.user:${name}`;
    const body = { name, password: PASSWORD };
    const unknown = await reader.put(path, { ...body, signUp: false });
    expect(unknown).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await reader.put(path, body)).status).toBe(201);
    expect((await reader.put(path, { ...body, signUp: false })).status).toBe(201);
  });

  test('nobody takes a name that is taken for somebody else’s', async () => {
    const name = uniqueName('al-ice');
    await signUp(registry, name, PASSWORD);
    for (const alike of [
      name.replaceAll('-', '.'),
      name.replaceAll('-', ''),
      name.replace('l', '1'),
    ]) {
      const { status, body } = await signUp(registry, alike, PASSWORD);
      expect([status, body.error]).toEqual([
        403,
        expect.stringContaining('looks like the name of'),
      ]);
    }
  });

  test('there is no login in a browser unless a provider is configured', async () => {
    expect((await reader.post('/-/v1/login', {})).status).toBe(404);
    const alice = await user(registry);
    expect((await alice.get('/-/v1/user/identities')).body).toEqual({ objects: [], total: 0 });
    const { status } = await alice.post('/-/v1/user/identities', { password: PASSWORD });
    expect(status).toBe(404);
  });

  test('a wrong password does not log in, and says so', async () => {
    const name = uniqueName('alice');
    await signUp(registry, name, 'some password');
    const wrong = await signUp(registry, name, 'another password');
    expect(wrong).toMatchObject({ status: 401, body: { code: 'unauthenticated' } });
    expect(wrong.body).not.toHaveProperty('token');
  });

  test.each(['Alice', 'a b', '-x', '', 'ä', 'x'.repeat(80), '../x'])(
    'the user name "%s" is refused',
    async (name) => {
      expect((await signUp(registry, name, PASSWORD)).status).toBeGreaterThanOrEqual(400);
    },
  );

  test('logging out makes the token useless at once', async () => {
    const alice = await user(registry);
    expect((await alice.get('/-/whoami')).status).toBe(200);
    expect((await alice.remove(`/-/user/token/${alice.token}`)).status).toBe(200);
    expect((await alice.get('/-/whoami')).status).toBe(401);
  });

  test("nobody takes the name of the registry's own user, nor its scope", async () => {
    const { status, body } = await signUp(registry, 'pantry-canary', PASSWORD);
    expect([status, body.error]).toEqual([400, expect.stringContaining('choose another name')]);
    const alice = await user(registry);
    const taken = await alice.publish({ name: '@pantry-canary/mine', version: '1.0.0' });
    expect(taken.status).toBe(403);
  });

  test("nobody logs somebody else's token out", async () => {
    const [alice, mallory] = [await user(registry), await user(registry)];
    expect((await mallory.remove(`/-/user/token/${alice.token}`)).status).toBe(403);
    expect((await alice.get('/-/whoami')).status).toBe(200);
  });

  test('a user name and password serve as Basic credentials', async () => {
    const alice = await user(registry);
    const right = await reader.get('/-/whoami', basic(`${alice.name}:${PASSWORD}`));
    expect(right.body).toEqual({ username: alice.name });
    expect((await reader.get('/-/whoami', basic(`${alice.name}:wrong`))).status).toBe(401);
    expect((await reader.get('/-/whoami', basic('nobody:wrong'))).status).toBe(401);
  });

  test('the profile is read and changed, the password with the old one only', async () => {
    const alice = await user(registry);
    expect((await alice.get('/-/npm/v1/user')).body).toMatchObject({
      name: alice.name,
      email: `${alice.name}@example.com`,
      tfa: null,
    });
    const set = await alice.post('/-/npm/v1/user', {
      fullname: 'Alice A.',
      email: 'new@example.com',
    });
    expect(set.body).toMatchObject({ fullname: 'Alice A.', email: 'new@example.com' });
    const wrong = await alice.post('/-/npm/v1/user', { password: { old: 'no', new: 'brand new' } });
    expect(wrong.status).toBe(401);
    const right = await alice.post('/-/npm/v1/user', {
      password: { old: PASSWORD, new: 'brand new password' },
    });
    expect(right.status).toBe(200);
    expect((await signUp(registry, alice.name, PASSWORD)).status).toBe(401);
    expect((await signUp(registry, alice.name, 'brand new password')).status).toBe(201);
    expect((await alice.post('/-/npm/v1/user', { email: 'no address' })).status).toBe(400);
  });

  test('a token that is not one of ours, or mistyped, is refused wherever a login is needed', async () => {
    const alice = await user(registry);
    const last = alice.token.at(-1) === 'a' ? 'b' : 'a';
    for (const token of [
      'x',
      'pantry_short',
      `${alice.token.slice(0, -1)}${last}`,
      `${alice.token}a`,
    ]) {
      expect((await alice.with(token).get('/-/whoami')).status).toBe(401);
    }
    expect((await reader.get('/-/whoami', { authorization: 'Digest x' })).status).toBe(401);
    expect((await reader.get('/-/whoami')).status).toBe(401);
  });
});

describe('who may sign up', () => {
  test('on loopback the first user is admin and everybody may join', async () => {
    const local = await server();
    const [alice, bob] = [await user(local), await user(local)];
    expect((await alice.post('/-/v1/invites', undefined)).status).toBe(201);
    expect((await bob.post('/-/v1/invites', undefined)).status).toBe(403);
  });

  test('by invitation: a code from an admin serves one person, for a week', async () => {
    const local = await server({ signUp: 'invite' });
    const admin = await user(local);
    const name = uniqueName();
    const asked = await signUp(local, name, PASSWORD);
    expect(asked.status).toBe(401);
    expect(asked.headers.get('www-authenticate')).toBe('otp');
    expect(asked.body.error).toContain('one-time pass');
    expect((await signUp(local, name, PASSWORD, { 'npm-otp': '123456' })).status).toBe(401);
    const { body } = await admin.post('/-/v1/invites', undefined);
    expect(body.code).toMatch(/^\d{12}$/);
    expect((await signUp(local, name, PASSWORD, { 'npm-otp': body.code })).status).toBe(201);
    expect((await signUp(local, uniqueName(), PASSWORD, { 'npm-otp': body.code })).status).toBe(
      401,
    );
    const late = await admin.post('/-/v1/invites', undefined);
    local.advance?.(8 * 86_400_000);
    const expired = await signUp(local, uniqueName(), PASSWORD, { 'npm-otp': late.body.code });
    expect(expired.status).toBe(401);
  });

  test('closed: nobody but who is there', async () => {
    const local = await server({ signUp: 'closed' });
    await user(local);
    const refused = await signUp(local, uniqueName(), PASSWORD);
    expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  });

  test('a password that is too short for this registry is refused', async () => {
    const local = await server({ passwordLength: '10' });
    const refused = await signUp(local, uniqueName(), 'short');
    expect([refused.status, refused.body.error]).toEqual([400, expect.stringContaining('10')]);
  });

  test('of many who sign up first at the same time, one becomes admin', async () => {
    const local = await server();
    const people = await Promise.allSettled(Array.from({ length: 6 }, async () => user(local)));
    const invited = await Promise.all(
      people.map(async (person) =>
        person.status === 'fulfilled' && person.value.token
          ? (await person.value.post('/-/v1/invites', undefined)).status
          : 0,
      ),
    );
    expect(invited.filter((status) => status === 201)).toHaveLength(1);
  });
});
