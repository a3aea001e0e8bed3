import { describe, expect, test } from 'vitest';

import { enrolled } from '../../authenticator.ts';
import { anonymous, PASSWORD, signUp, user } from '../../client.ts';
import { uniqueName } from '../../packages.ts';
import { target } from '../../target.ts';
import { ASKED, challenge, login, publish } from './asked.ts';

const registry = await target();

describe(`logging in with a second factor, ${registry.name}`, () => {
  test.each(['auth-only', 'auth-and-writes'])('takes a code, %s', async (mode) => {
    const { alice, phone } = await enrolled(registry, mode);
    const asked = await login(registry, alice);
    expect(challenge(asked)).toEqual(ASKED);
    expect(asked.body).not.toHaveProperty('token');
    const answer = await login(registry, alice, phone.fresh());
    expect(answer.status).toBe(201);
    const again = alice.with(answer.body.token);
    expect((await again.get('/-/whoami')).body).toEqual({ username: alice.name });
    // As with npm's own registry: a code at the login opens no writes.
    expect((await publish(again)).status).toBe(mode === 'auth-only' ? 201 : 401);
  });

  test('a wrong password is told as without one, whatever code comes with it', async () => {
    const { alice, phone } = await enrolled(registry);
    const plain = await user(registry);
    const answers = [
      await signUp(registry, alice.name, 'wrong'),
      await signUp(registry, alice.name, 'wrong', { 'npm-otp': phone.fresh() }),
      await signUp(registry, plain.name, 'wrong'),
    ];
    for (const { status, headers, body } of answers) {
      expect([status, headers.get('www-authenticate'), body.code]).toEqual([
        401,
        null,
        'unauthenticated',
      ]);
    }
  });

  test('the password alone opens nothing as a Basic credential either', async () => {
    const { alice, phone } = await enrolled(registry, 'auth-only');
    const name = uniqueName();
    const secret = `@${uniqueName('scope')}/secret`;
    await alice.publish({ name, version: '1.0.0' });
    await alice.publish({ name: secret, version: '1.0.0' }, { access: 'restricted' });
    const text = Buffer.from(`${alice.name}:${PASSWORD}`).toString('base64');
    const headers = { authorization: `Basic ${text}` };
    const nobody = anonymous(registry);
    const path = `/${secret.replace('/', '%2f')}`;
    for (const where of ['/-/whoami', path, `${path}/1.0.0`, '/-/npm/v1/tokens']) {
      const { status, body } = await nobody.get(where, headers);
      expect([where, status, body.error]).toEqual([
        where,
        401,
        expect.stringContaining('npm login'),
      ]);
    }
    const tag = `/-/package/${name}/dist-tags/next`;
    expect(challenge(await nobody.put(tag, '"1.0.0"', headers))).toEqual(ASKED);
    const given = { ...headers, 'npm-otp': phone.fresh() };
    expect((await nobody.put(tag, '"1.0.0"', given)).status).toBe(201);
    // What anyone may read is given to them as to anyone.
    expect((await nobody.get(`/${name}`, headers)).status).toBe(200);
  });

  test('logging out takes no code', async () => {
    const { alice } = await enrolled(registry);
    expect((await alice.remove(`/-/user/token/${alice.token}`)).status).toBe(200);
  });
});
