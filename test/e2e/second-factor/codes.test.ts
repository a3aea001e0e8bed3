import { describe, expect, test } from 'vitest';

import { advance, begin, codeOf, enrolled, stepAt } from '../../authenticator.ts';
import { user } from '../../client.ts';
import { target } from '../../target.ts';
import { ASKED, challenge, login, profile, publish } from './asked.ts';

const registry = await target();
const MINUTE = 60_000;

describe(`a code, ${registry.name}`, () => {
  test('is good once, whatever for', async () => {
    const { alice, phone } = await enrolled(registry);
    const code = phone.fresh();
    expect((await publish(alice.code(code))).status).toBe(201);
    const again = await publish(alice.code(code));
    expect(challenge(again)).toEqual(ASKED);
    expect(challenge(await login(registry, alice, code))).toEqual(ASKED);
  });

  test('that set the second factor up is used by that', async () => {
    const alice = await user(registry, 'alice');
    const key = await begin(alice);
    const step = stepAt(registry);
    await alice.post('/-/npm/v1/user', { tfa: [codeOf(key, step)] });
    const again = await publish(alice.code(codeOf(key, step)));
    expect(challenge(again)).toEqual(ASKED);
    expect(again.body.error).toContain('used already');
  });

  test('is good for one of many who send it at once', async () => {
    const { alice, phone } = await enrolled(registry);
    for (const code of [phone.fresh(), phone.recovery[5] ?? '']) {
      const sender = alice.code(code);
      const answers = await Promise.all(Array.from({ length: 8 }, async () => publish(sender)));
      const good = answers.filter(({ status }) => status === 201);
      const used = answers.filter(({ status }) => status === 401);
      expect([good.length, used.length]).toEqual([1, 7]);
    }
    expect(await profile(alice)).toMatchObject({ tfa: { recovery_codes_left: 9 } });
  });

  test('of a step before one that was used is used too', async () => {
    const alice = await user(registry, 'alice');
    const key = await begin(alice);
    const step = stepAt(registry);
    await alice.post('/-/npm/v1/user', { tfa: [codeOf(key, step + 1)] });
    expect(challenge(await publish(alice.code(codeOf(key, step))))).toEqual(ASKED);
  });

  test('of somebody else, of another time, or none at all is refused', async () => {
    const { alice, phone } = await enrolled(registry);
    const mallory = await enrolled(registry);
    const step = stepAt(registry);
    const wrong = [
      mallory.phone.fresh(),
      mallory.phone.recovery[0],
      codeOf(phone.key, step - 3),
      codeOf(phone.key, step + 4),
      '000',
      '1234567',
      ' ',
      'web-token-of-nobody',
      '0'.repeat(25),
      '0'.repeat(10_000),
    ];
    for (const code of wrong)
      expect(challenge(await publish(alice.code(code ?? '')))).toEqual(ASKED);
    expect((await publish(alice.code(phone.fresh()))).status).toBe(201);
  });

  test.runIf(registry.advance)('guessed twenty times makes everybody wait', async () => {
    const { alice, phone } = await enrolled(registry);
    for (let guess = 0; guess < 20; guess += 1) await publish(alice.code('0'.repeat(25)));
    const blocked = await publish(alice.code(phone.fresh()));
    expect([blocked.status, Number(blocked.headers.get('retry-after')) > 0]).toEqual([429, true]);
    advance(registry, 2 * MINUTE);
    expect((await publish(alice.code(phone.fresh()))).status).toBe(201);
  });

  test('of recovery is good once, with spaces and without, and says how many are left', async () => {
    const { alice, phone } = await enrolled(registry);
    const [first = '', second = ''] = phone.recovery;
    const answer = await publish(alice.code(first));
    expect(answer.status).toBe(201);
    expect(answer.headers.get('npm-notice')).toContain('9 of them left');
    expect(challenge(await publish(alice.code(first)))).toEqual(ASKED);
    expect(challenge(await publish(alice.code(first.replaceAll(' ', ''))))).toEqual(ASKED);
    expect((await login(registry, alice, second.replaceAll(' ', ''))).status).toBe(201);
    expect(await profile(alice)).toMatchObject({
      tfa: { recovery_codes_left: 8 },
      recovery_codes: '8 of 10 left',
    });
  });

  test('of recovery is replaced by new ones, which takes a code', async () => {
    const { alice, phone } = await enrolled(registry, 'auth-only');
    const where = '/-/v1/user/second-factor/recovery-codes';
    expect(challenge(await alice.post(where, undefined))).toEqual(ASKED);
    const { status, body } = await alice.code(phone.fresh()).post(where, undefined);
    expect([status, body.recovery_codes.length]).toEqual([201, 10]);
    const [old = ''] = phone.recovery;
    expect(challenge(await login(registry, alice, old))).toEqual(ASKED);
    expect((await login(registry, alice, body.recovery_codes[0])).status).toBe(201);
    const bob = await user(registry, 'bob');
    expect((await bob.post(where, undefined)).status).toBe(409);
  });
});
