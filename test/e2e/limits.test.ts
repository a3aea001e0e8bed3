import { describe, expect, test } from 'vitest';

import { anonymous, type Answer, type Client, escape, PASSWORD, signUp, user } from '../client.ts';
import { uniqueName } from '../packages.ts';
import { server, type Target } from '../target.ts';

/** As behind a proxy that tells where each request comes from. */
const from = (target: Target, address: string): Target => ({
  ...target,
  fetch: async (where, init) =>
    target.fetch(where, {
      ...init,
      headers: { ...Object.fromEntries(new Headers(init?.headers)), 'x-forwarded-for': address },
    }),
});

/** To the beginning of the next minute of the registry's clock, and so far into it. */
function atSecond(target: Target, second: number): void {
  const now = target.services?.now().getTime() ?? 0;
  target.advance?.(60_000 - (now % 60_000) + second * 1000);
}

/** Seconds to the end of the minute of the registry's clock. */
const secondsLeft = (target: Target): number =>
  60 - ((target.services?.now().getTime() ?? 0) % 60_000) / 1000;

/** It tells the seconds that were left at a moment between `begun` and now. */
function expectBetween(told: RegExpExecArray | null, begun: number, target: Target): void {
  const seconds = Number(told?.[1]);
  expect(seconds).toBeLessThanOrEqual(Math.ceil(begun));
  expect(seconds).toBeGreaterThanOrEqual(Math.ceil(secondsLeft(target)));
}

const rateHeaders = ({ headers }: Answer) => ({
  policy: headers.get('ratelimit-policy'),
  limit: headers.get('ratelimit'),
  retryAfter: headers.get('retry-after'),
});

describe('logins', () => {
  test('are counted by address, told in standard headers, and refused with a time to wait', async () => {
    const registry = await server({ limitLogin: '3' });
    atSecond(registry, 20);
    const name = uniqueName('alice');
    for (const left of [2, 1, 0]) {
      const begun = secondsLeft(registry);
      const answer = await signUp(registry, name, PASSWORD);
      const { limit, ...others } = rateHeaders(answer);
      expect([answer.status, others]).toEqual([
        201,
        { policy: '"login";q=3;w=60', retryAfter: null },
      ]);
      expectBetween(new RegExp(`^"login";r=${left};t=(\\d+)$`).exec(limit ?? ''), begun, registry);
    }
    const begun = secondsLeft(registry);
    const refused = await signUp(registry, name, PASSWORD);
    const { limit, ...others } = rateHeaders(refused);
    expect([refused.status, others.policy]).toEqual([429, '"login";q=3;w=60']);
    expectBetween(/^"login";r=0;t=(\d+)$/.exec(limit ?? ''), begun, registry);
    expectBetween(/^(\d+)$/.exec(others.retryAfter ?? ''), begun, registry);
    expect(refused.body).toMatchObject({
      code: 'too_many_requests',
      error: expect.stringMatching(
        /^too many requests: this registry takes 3 a minute \(login\)\. Wait \d+ seconds/,
      ),
    });
    registry.advance?.(41_000);
    expect((await signUp(registry, name, PASSWORD)).status).toBe(201);
  });

  test('of another address are counted apart, those of one IPv6 network together', async () => {
    const registry = await server({ limitLogin: '2', trustProxy: 'true', signUp: 'open' });
    const logIn = async (address: string): Promise<number> =>
      (await signUp(from(registry, address), uniqueName(), PASSWORD)).status;
    const all = async (...addresses: readonly string[]): Promise<number[]> => {
      const statuses: number[] = [];
      for (const address of addresses) statuses.push(await logIn(address));
      return statuses;
    };
    atSecond(registry, 0);
    expect(await all('2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:2:3::4')).toEqual([
      201, 201, 429,
    ]);
    expect(await all('2001:db8:1:3::1', '192.0.2.1', '192.0.2.2', '192.0.2.1')).toEqual([
      201, 201, 201, 201,
    ]);
    expect(await all('192.0.2.1', '::ffff:192.0.2.1', '192.0.2.2')).toEqual([429, 429, 201]);
  });
});

/** A registry that limits publishes, at the beginning of a minute. */
const publishing = async (quota: string): Promise<{ registry: Target; alice: Client }> => {
  const registry = await server({
    limitPublish: quota,
    trustProxy: 'true',
    signUp: 'open',
    limitLogin: '0',
  });
  const alice = await user(registry);
  atSecond(registry, 0);
  return { registry, alice };
};

describe('publishes', () => {
  test('are counted by who publishes, wherever from, together with other changes of packages', async () => {
    const { registry, alice } = await publishing('4');
    const bob = await user(registry);
    const elsewhere = async (client: Client, address: string, path: string): Promise<Response> =>
      from(registry, address).fetch(path, {
        method: 'PUT',
        headers: { authorization: `Bearer ${client.token}`, 'content-type': 'application/json' },
        body: '"1.0.0"',
      });
    const name = uniqueName();
    expect((await alice.publish({ name, version: '1.0.0' })).status).toBe(201);
    const tag = `/-/package/${name}/dist-tags/beta`;
    expect((await elsewhere(alice, '192.0.2.1', tag)).status).toBe(201);
    expect((await alice.remove(tag)).status).toBe(200);
    const last = await alice.publish({ name, version: '1.0.1' });
    expect([last.status, last.headers.get('ratelimit')]).toEqual([
      201,
      expect.stringMatching(/^"publish";r=0;t=\d+$/),
    ]);
    expect((await elsewhere(alice, '192.0.2.2', tag)).status).toBe(429);
    expect((await alice.publish({ name, version: '1.0.2' })).status).toBe(429);
    expect((await alice.put('/-/user/v1/star', { name })).status).toBe(429);
    const others = await bob.publish({ name: uniqueName(), version: '1.0.0' });
    expect(others.status).toBe(201);
    // What is refused was not begun: the version is free, and goes in a minute later.
    registry.advance?.(60_000);
    expect((await alice.publish({ name, version: '1.0.2' })).status).toBe(201);
  });

  test('that are refused for another reason count too, and reads never do', async () => {
    const { registry, alice } = await publishing('2');
    const mallory = await user(registry);
    const name = uniqueName();
    await alice.publish({ name, version: '1.0.0' });
    expect((await mallory.publish({ name, version: '1.0.1' })).headers.get('ratelimit')).toMatch(
      /^"publish";r=1;/,
    );
    for (let read = 0; read < 5; read += 1) {
      const { status, headers } = await mallory.get(`/${escape(name)}`);
      expect([status, headers.has('ratelimit')]).toEqual([200, false]);
    }
  });
});

test('tokens and the profile have limits of their own', async () => {
  const registry = await server({ limitTokens: '1', limitProfile: '1' });
  const alice = await user(registry);
  atSecond(registry, 0);
  const made = await alice.post('/-/npm/v1/tokens', { password: PASSWORD });
  expect([made.status, made.headers.get('ratelimit-policy')]).toEqual([201, '"tokens";q=1;w=60']);
  expect((await alice.remove(`/-/npm/v1/tokens/token/${made.body.key}`)).status).toBe(429);
  expect((await alice.remove(`/-/user/token/${alice.token}`)).status).toBe(429);
  expect((await alice.get('/-/npm/v1/tokens')).status).toBe(200);
  const changes = [await alice.post('/-/npm/v1/user', { fullname: 'A' })];
  changes.push(await alice.post('/-/npm/v1/user', { fullname: 'B' }));
  expect(changes.map(({ status }) => status)).toEqual([200, 429]);
});

test('exchanges of CI identities are counted by address, good or not', async () => {
  const registry = await server({ limitExchange: '2' });
  atSecond(registry, 0);
  const exchange = async () =>
    anonymous(registry)
      .with('no.id.token')
      .post(`/-/npm/v1/oidc/token/exchange/package/${uniqueName()}`, undefined);
  const answers = [await exchange(), await exchange(), await exchange()];
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 429]);
  expect(answers[1]?.headers.get('ratelimit')).toMatch(/^"exchange";r=0;t=\d+$/);
});

describe('how many', () => {
  test('is nobody’s business on loopback, so that a monorepo of hundreds of packages goes through', async () => {
    const registry = await server();
    const alice = await user(registry);
    const names = Array.from({ length: 40 }, () => uniqueName());
    const answers = await Promise.all(
      names.map(async (name) => alice.publish({ name, version: '1.0.0' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    expect(answers[0]?.headers.has('ratelimit-policy')).toBe(false);
  });

  test('is limited behind a proxy and beyond loopback, unless the configuration says 0', async () => {
    const behind = await server({ trustProxy: 'true', signUp: 'open' });
    const first = await signUp(behind, uniqueName(), PASSWORD);
    expect(first.headers.get('ratelimit-policy')).toBe('"login";q=30;w=60');
    const off = await server({ trustProxy: 'true', signUp: 'open', limitLogin: '0' });
    const { headers } = await signUp(off, uniqueName(), PASSWORD);
    expect(headers.has('ratelimit-policy')).toBe(false);
  });

  test('leaves room for a release of a thousand packages by one token', async () => {
    const behind = await server({ trustProxy: 'true', signUp: 'open' });
    const alice = await user(behind);
    const { headers } = await alice.publish({ name: uniqueName(), version: '1.0.0' });
    expect(headers.get('ratelimit-policy')).toBe('"publish";q=1200;w=60');
  });
});

test('nobody is let off by a wrong credential: it is refused before it counts for anybody', async () => {
  const registry = await server({ limitTokens: '1' });
  const alice = await user(registry);
  atSecond(registry, 0);
  const forged = anonymous(registry).with('pantry_forged');
  expect((await forged.remove('/-/user/token/x')).status).toBe(401);
  expect((await alice.remove('/-/user/token/x')).status).toBe(200);
});
