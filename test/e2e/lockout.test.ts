import { describe, expect, test } from 'vitest';

import { anonymous, type Answer, type Client, PASSWORD, signUp, user } from '../client.ts';
import { fromAddress, newAddress } from '../from-address.ts';
import { uniqueName } from '../packages.ts';
import { server, type Target, target } from '../target.ts';

const { REGISTRY_TARGET: where = 'local' } = process.env;
// Addresses are those of sockets: there must be some.
const registry = where === 'local' ? await server() : await target();

const basic = (name: string, password: string): { readonly authorization: string } => ({
  authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`,
});

/** A user who signed up at an address. */
async function userAt(place: Target): Promise<Client> {
  return user(place, 'alice');
}

const statuses = async (
  times: number,
  ask: (index: number) => Promise<Answer>,
): Promise<readonly number[]> => {
  const found: number[] = [];
  for (let index = 0; index < times; index += 1) found.push((await ask(index)).status);
  return found;
};

const somewhere = (): Target => fromAddress(registry, newAddress());

/** Many wrong passwords for one account, each from an address that never came before, until one is refused. */
async function lockForStrangers(name: string): Promise<void> {
  const answers = await statuses(21, async (index) => signUp(somewhere(), name, `wrong ${index}`));
  expect(answers).toEqual([...Array.from({ length: 20 }, () => 401), 429]);
}

describe(`wrong passwords, ${registry.name}`, () => {
  test('make their address wait after the fifth, also with the right one, and say how long', async () => {
    const home = somewhere();
    const alice = await userAt(home);
    expect(await statuses(5, async () => signUp(home, alice.name, 'wrong'))).toEqual(
      Array.from({ length: 5 }, () => 401),
    );
    const refused = await signUp(home, alice.name, PASSWORD);
    expect(refused).toMatchObject({
      status: 429,
      body: {
        code: 'too_many_requests',
        error: expect.stringContaining('too many wrong passwords: wait'),
      },
    });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(10);
    // The token is no password: who is logged in stays it.
    expect((await alice.get('/-/whoami')).status).toBe(200);
  });

  test('are counted together wherever a password is taken: login, Basic, tokens, profile', async () => {
    const home = somewhere();
    const alice = await userAt(home);
    const reader = anonymous(home);
    const guesses = [
      async () => signUp(home, alice.name, 'wrong'),
      async () => reader.get('/-/whoami', basic(alice.name, 'wrong')),
      async () => reader.get('/-/npm/v1/tokens', basic(alice.name, 'wrong')),
      async () => signUp(home, alice.name, 'wrong'),
      async () => reader.get('/-/npm/v1/user', basic(alice.name, 'wrong')),
    ];
    const told: number[] = [];
    for (const guess of guesses) told.push((await guess()).status);
    expect(told).toEqual([401, 401, 401, 401, 401]);
    expect((await reader.get('/-/whoami', basic(alice.name, PASSWORD))).status).toBe(429);
    expect((await signUp(home, alice.name, PASSWORD)).status).toBe(429);
  });

  test('with a token of the account are counted by that token', async () => {
    const home = somewhere();
    const alice = await userAt(home);
    const ask = async () => alice.post('/-/npm/v1/tokens', { password: 'wrong' });
    expect(await statuses(6, ask)).toEqual([401, 401, 401, 401, 401, 429]);
    const change = await alice.post('/-/npm/v1/user', {
      password: { old: 'wrong', new: 'another password' },
    });
    expect(change.status).toBe(429);
    // The owner is not locked out by whoever has the token.
    expect((await signUp(home, alice.name, PASSWORD)).status).toBe(201);
  });

  test('of strangers lock strangers, and not who logged in from there before', async () => {
    const home = somewhere();
    const alice = await userAt(home);
    await lockForStrangers(alice.name);
    expect((await signUp(somewhere(), alice.name, PASSWORD)).status).toBe(429);
    expect((await signUp(home, alice.name, 'mistyped')).status).toBe(401);
    expect((await signUp(home, alice.name, PASSWORD)).status).toBe(201);
    // Nor did that login give the strangers new attempts.
    expect((await signUp(somewhere(), alice.name, 'wrong')).status).toBe(429);
  });

  test('at many accounts lock their address for strangers, and not for who belongs there', async () => {
    const office = somewhere();
    const alice = await userAt(office);
    const victims = await Promise.all(Array.from({ length: 8 }, async () => userAt(somewhere())));
    const guess = async (index: number) =>
      signUp(office, victims[index % victims.length]?.name ?? '', 'wrong');
    const answers = await statuses(31, guess);
    expect(answers.filter((status) => status === 401)).toHaveLength(30);
    expect(answers.at(-1)).toBe(429);
    expect((await signUp(office, alice.name, PASSWORD)).status).toBe(201);
  });

  test('tell no more when a hundred are sent at once', async () => {
    const home = somewhere();
    const alice = await userAt(home);
    const guesses = Array.from({ length: 60 }, (_, index) => `wrong ${index}`);
    const answers = await Promise.all(
      guesses.map(async (guess) => signUp(home, alice.name, guess)),
    );
    const told = answers.filter(({ status }) => status === 401);
    expect(told).toHaveLength(5);
  });

  test('are taken back by a right one', async () => {
    const home = somewhere();
    const alice = await userAt(home);
    for (let round = 0; round < 3; round += 1) {
      expect(await statuses(4, async () => signUp(home, alice.name, 'wrong'))).toEqual([
        401, 401, 401, 401,
      ]);
      expect((await signUp(home, alice.name, PASSWORD)).status).toBe(201);
    }
  });
});

// Where the clock is not ours to move, nobody can wait as long.
describe.runIf(registry.advance)('a lockout', () => {
  test('ends by itself, and is longer each time', async () => {
    const home = somewhere();
    const alice = await userAt(home);
    await statuses(4, async () => signUp(home, alice.name, 'wrong'));
    // As long as a pause is, but for what has passed of it since the last wrong attempt was sent.
    let sent = performance.now();
    await signUp(home, alice.name, 'wrong');
    for (const pause of [10, 20, 40, 80, 160, 320, 640, 900, 900]) {
      const refused = await signUp(home, alice.name, 'wrong');
      const wait = Number(refused.headers.get('retry-after'));
      const passed = (performance.now() - sent) / 1000;
      expect([pause, wait >= Math.ceil(pause - passed), wait <= pause]).toEqual([
        pause,
        true,
        true,
      ]);
      registry.advance?.(wait * 1000);
      sent = performance.now();
      expect((await signUp(home, alice.name, 'wrong')).status).toBe(401);
    }
    registry.advance?.(900_000);
    expect((await signUp(home, alice.name, PASSWORD)).status).toBe(201);
  });

  test('also follows wrong codes of invitations', async () => {
    const invited = await server({ signUp: 'invite' });
    await user(invited);
    const visitor = fromAddress(invited, newAddress());
    const ask = async () => signUp(visitor, uniqueName(), PASSWORD, { 'npm-otp': '123456' });
    expect((await statuses(31, ask)).at(-1)).toBe(429);
    const { body } = await signUp(visitor, uniqueName(), PASSWORD, { 'npm-otp': '1' });
    expect(body.error).toContain('too many wrong codes');
  });
});
