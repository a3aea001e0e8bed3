import { describe, expect, test } from 'vitest';

import {
  advance,
  type Authenticator,
  begin,
  codeOf,
  enrolled,
  stepAt,
} from '../../authenticator.ts';
import { user } from '../../client.ts';
import { server, target } from '../../target.ts';
import { ASKED, challenge, login, profile, publish } from './asked.ts';

const registry = await target();
const MINUTE = 60_000;

const mallory = await enrolled(registry);

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
      // Of a recovery code that is gone nobody knows that it was one: who sends many guesses, and waits.
      const refused = answers.filter(({ status }) => status === 401 || status === 429);
      expect([good.length, refused.length]).toEqual([1, 7]);
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

  test.each([
    ['somebody else', () => codeOf(mallory.phone.key, stepAt(registry))],
    ['the recovery of somebody else', () => mallory.phone.recovery[0]],
    ['a while ago', ({ key }: Authenticator) => codeOf(key, stepAt(registry) - 3)],
    ['the future', ({ key }: Authenticator) => codeOf(key, stepAt(registry) + 4)],
    ['three digits', () => '000'],
    ['seven digits', () => '1234567'],
    ['blanks', () => ' '],
    ['a web login', () => 'web-token-of-nobody'],
    ['recovery that nobody got', () => '0'.repeat(25)],
    ['many digits', () => '0'.repeat(5000)],
  ])('of %s is refused', async (_, wrong: (phone: Authenticator) => string | undefined) => {
    const { alice, phone } = await enrolled(registry);
    expect(challenge(await publish(alice.code(wrong(phone) ?? '')))).toEqual(ASKED);
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

describe('a code that is guessed', () => {
  test('five times makes its token wait, and no other of the account', async () => {
    const local = await server();
    const { alice, phone } = await enrolled(local);
    const [first = '', second = ''] = phone.recovery;
    const { body } = await login(local, alice, phone.fresh());
    for (let guess = 0; guess < 5; guess += 1) await publish(alice.code('0'.repeat(25)));
    const blocked = await publish(alice.code(first));
    expect([blocked.status, Number(blocked.headers.get('retry-after')) > 0]).toEqual([429, true]);
    expect(blocked.body.error).toContain('too many wrong one-time passwords');
    expect((await publish(alice.with(body.token).code(second))).status).toBe(201);
    advance(local, MINUTE);
    expect((await publish(alice.code(first))).status).toBe(201);
  });

  test('takes nothing of that back by one that was used before', async () => {
    const local = await server();
    const { alice, phone } = await enrolled(local);
    const used = phone.fresh();
    await publish(alice.code(used));
    const statuses: number[] = [];
    for (let guess = 0; guess < 6; guess += 1) {
      statuses.push((await publish(alice.code('0'.repeat(25)))).status);
      await publish(alice.code(used));
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });

  test('while it is set up makes wait too', async () => {
    const local = await server();
    const alice = await user(local, 'alice');
    await begin(alice);
    const statuses: number[] = [];
    for (let guess = 0; guess < 6; guess += 1) {
      statuses.push((await alice.post('/-/npm/v1/user', { tfa: ['12345'] })).status);
    }
    expect(statuses).toEqual([401, 401, 401, 401, 401, 429]);
  });
});
