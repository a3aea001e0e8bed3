import { describe, expect, test } from 'vitest';

import { advance, begin, codeOf, enrol, enrolled, stepAt } from '../../authenticator.ts';
import { type Answer, type Client, PASSWORD, user } from '../../client.ts';
import { target } from '../../target.ts';
import { ASKED, disable, challenge, login, profile, publish } from './asked.ts';

const registry = await target();
const MINUTE = 60_000;

const change = async (person: Client, password = PASSWORD): Promise<Answer> =>
  person.post('/-/npm/v1/user', { tfa: { mode: 'auth-and-writes', password } });

describe(`setting a second factor up, ${registry.name}`, () => {
  test('takes the password, a key to scan and a code of it; then there are ten recovery codes', async () => {
    const alice = await user(registry, 'alice');
    expect(await profile(alice)).toMatchObject({ tfa: null });
    const tfa = { mode: 'auth-only', password: PASSWORD };
    const { body, status } = await alice.post('/-/npm/v1/user', { tfa });
    const uri = new URL(body.tfa);
    const host = new URL(registry.url).host;
    expect([status, uri.protocol, uri.host]).toEqual([200, 'otpauth:', 'totp']);
    expect(decodeURIComponent(uri.pathname)).toBe(`/${host}:${alice.name}`);
    expect(uri.searchParams.get('issuer')).toBe(host);
    expect(uri.searchParams.get('secret')).toMatch(/^[A-Z2-7]{32}$/);
    expect(await profile(alice)).toMatchObject({ tfa: { mode: 'auth-only', pending: true } });
    const code = codeOf(uri.searchParams.get('secret') ?? '', stepAt(registry));
    const confirmed = await alice.post('/-/npm/v1/user', { tfa: [code] });
    const codes: string[] = confirmed.body.tfa;
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    // npm's prompt takes digits and spaces.
    for (const each of codes) expect(each).toMatch(/^(?:\d{5} ){4}\d{5}$/);
    expect(await profile(alice)).toMatchObject({
      tfa: { mode: 'auth-only', pending: false, recovery_codes_left: 10 },
      recovery_codes: '10 of 10 left',
    });
  });

  test('needs the right password, also to be begun', async () => {
    const alice = await user(registry, 'alice');
    const tfa = { mode: 'auth-only', password: 'wrong' };
    expect((await alice.post('/-/npm/v1/user', { tfa })).status).toBe(401);
    expect(await profile(alice)).toMatchObject({ tfa: null });
  });

  test('asks nothing of anybody until it is confirmed, and a wrong code confirms nothing', async () => {
    const alice = await user(registry, 'alice');
    const key = await begin(alice);
    const late = codeOf(key, stepAt(registry) - 3);
    expect(challenge(await alice.post('/-/npm/v1/user', { tfa: [late] }))).toEqual(ASKED);
    expect((await publish(alice)).status).toBe(201);
    expect((await login(registry, alice)).status).toBe(201);
  });

  test('begun anew, only the new key counts; taken back, none', async () => {
    const alice = await user(registry, 'alice');
    const [old, now] = [await begin(alice), await begin(alice)];
    const confirm = async (key: string): Promise<Answer> =>
      alice.post('/-/npm/v1/user', { tfa: [codeOf(key, stepAt(registry))] });
    expect(old).not.toBe(now);
    expect(challenge(await confirm(old))).toEqual(ASKED);
    expect((await disable(alice)).body).toEqual({ tfa: null });
    expect((await confirm(now)).status).toBe(400);
    expect(await profile(alice)).toMatchObject({ tfa: null });
  });

  test.runIf(registry.advance)(
    'that is not confirmed within half an hour is forgotten',
    async () => {
      const alice = await user(registry, 'alice');
      const key = await begin(alice);
      advance(registry, 31 * MINUTE);
      const answer = await alice.post('/-/npm/v1/user', { tfa: [codeOf(key, stepAt(registry))] });
      expect(answer.status).toBe(400);
      expect(await profile(alice)).toMatchObject({ tfa: null });
    },
  );

  test('is not for a limited token', async () => {
    const alice = await user(registry, 'alice');
    const made = await alice.post('/-/npm/v1/tokens', { password: PASSWORD, readonly: true });
    const tfa = { mode: 'auth-only', password: PASSWORD };
    const answer = await alice.with(made.body.token).post('/-/npm/v1/user', { tfa });
    expect(answer.status).toBe(403);
  });

  test.each([
    '{"mode":"sometimes","password":"x"}',
    '{"mode":"auth-only"}',
    '[]',
    '["1","2"]',
    '"x"',
    'null',
    '[{}]',
  ])('refuses %s', async (tfa) => {
    const alice = await user(registry, 'alice');
    expect((await alice.post('/-/npm/v1/user', { tfa: JSON.parse(tfa) })).status).toBe(400);
  });
});

describe(`changing a second factor, ${registry.name}`, () => {
  test('its mode takes password and code', async () => {
    const { alice, phone } = await enrolled(registry, 'auth-only');
    expect((await publish(alice)).status).toBe(201);
    expect(challenge(await change(alice))).toEqual(ASKED);
    const answer = await change(alice.code(phone.fresh()));
    expect(answer.body).toMatchObject({ tfa: { mode: 'auth-and-writes', pending: false } });
    expect(challenge(await publish(alice))).toEqual(ASKED);
  });

  test('taking it away takes password and code, and then nothing is asked for', async () => {
    const { alice, phone } = await enrolled(registry);
    expect(challenge(await disable(alice))).toEqual(ASKED);
    expect(await profile(alice)).toMatchObject({ tfa: { mode: 'auth-and-writes' } });
    expect((await disable(alice.code(phone.fresh()))).body).toEqual({ tfa: null });
    expect(await profile(alice)).toMatchObject({ tfa: null });
    expect((await publish(alice)).status).toBe(201);
    expect((await login(registry, alice)).status).toBe(201);
  });

  test('a code is asked for after the right password only, and a wrong one uses no code up', async () => {
    const { alice, phone } = await enrolled(registry);
    const code = phone.fresh();
    const wrong = await disable(alice.code(code), 'wrong');
    expect([wrong.status, wrong.headers.get('www-authenticate')]).toEqual([401, null]);
    expect((await disable(alice.code(code))).status).toBe(200);
  });

  test('another code sets it up again, and codes of the key before are good no more', async () => {
    const { alice, phone } = await enrolled(registry);
    await disable(alice.code(phone.fresh()));
    const again = await enrol(registry, alice);
    expect(challenge(await publish(alice.code(phone.fresh())))).toEqual(ASKED);
    expect(challenge(await publish(alice.code(phone.recovery[9] ?? '')))).toEqual(ASKED);
    expect((await publish(alice.code(again.fresh()))).status).toBe(201);
  });

  test('profile and password take a code, reading them none', async () => {
    const { alice, phone } = await enrolled(registry, 'auth-only');
    expect(challenge(await alice.post('/-/npm/v1/user', { fullname: 'Alice' }))).toEqual(ASKED);
    const password = { old: PASSWORD, new: 'another fine password' };
    expect(challenge(await alice.post('/-/npm/v1/user', { password }))).toEqual(ASKED);
    const set = await alice.code(phone.fresh()).post('/-/npm/v1/user', { fullname: 'Alice' });
    expect(set.body).toMatchObject({ fullname: 'Alice', tfa: { mode: 'auth-only' } });
    const changed = await alice.code(phone.fresh()).post('/-/npm/v1/user', { password });
    expect(changed.status).toBe(200);
    expect((await alice.get('/-/whoami')).body).toEqual({ username: alice.name });
  });
});
