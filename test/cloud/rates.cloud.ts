import { describe, expect, test } from 'vitest';

import { anonymous, type Answer, PASSWORD, signUp, user } from '../client.ts';
import { fromAddress, newAddress } from '../from-address.ts';
import { uniqueName } from '../packages.ts';
import { startConfigured } from './limit-stage.ts';

const { rehearsal, target } = await startConfigured({
  limitLogin: '12',
  limitTokens: '6',
  limitPublish: '4',
});
const { aws } = rehearsal;

const statusesOf = (answers: readonly Answer[]): Readonly<Record<number, number>> =>
  Object.fromEntries(
    Object.entries(Object.groupBy(answers, ({ status }) => status)).map(([status, some]) => [
      status,
      some?.length ?? 0,
    ]),
  );

const minute = (): number => Math.floor(Date.now() / 60_000);

/** What happens within one minute of the clock: done again where one ended in between. */
async function withinMinute<T>(work: () => Promise<T>): Promise<T> {
  const begun = minute();
  const done = await work();
  return minute() === begun ? done : work();
}

/** Writes of counts while something is done. */
const writes = async (work: () => Promise<unknown>): Promise<number> => {
  await rehearsal.idle();
  aws.calls.length = 0;
  await work();
  return aws.calls.filter(({ operation }) => operation === 'UpdateItem').length;
};

const uncounted = async (work: () => Promise<Answer>): Promise<Answer> => {
  aws.faults.set([{ service: 'dynamodb', operation: 'UpdateItem', as: 'throttled' }]);
  try {
    return await work();
  } finally {
    aws.faults.set([]);
  }
};

const newcomer = async () => user(fromAddress(target, newAddress()));

describe('a limit', () => {
  test('is shared by all processes of a function', async () => {
    const { answers, name } = await withinMinute(async () => {
      const here = fromAddress(target, newAddress());
      const alice = uniqueName();
      await signUp(here, alice, PASSWORD);
      const logIn = async () => signUp(here, alice, PASSWORD);
      return { name: alice, answers: await Promise.all(Array.from({ length: 20 }, logIn)) };
    });
    expect(statusesOf(answers)).toEqual({ 201: 11, 429: 9 });
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get('ratelimit-policy')).toBe('"login";q=12;w=60');
    expect(refused?.headers.get('ratelimit')).toMatch(/^"login";r=0;t=\d+$/);
    expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/);
    // Another address has all of its own.
    expect((await signUp(fromAddress(target, newAddress()), name, PASSWORD)).status).toBe(201);
  });

  test('is shared by functions that count the same', async () => {
    const answers = await withinMinute(async () => {
      const alice = await newcomer();
      const given: Answer[] = [];
      for (let turn = 0; turn < 4; turn += 1) {
        const made = await alice.post('/-/npm/v1/tokens', { password: PASSWORD });
        given.push(made, await alice.remove(`/-/npm/v1/tokens/token/${made.body.key}`));
      }
      return given;
    });
    expect(answers.map(({ status }) => status)).toEqual([201, 200, 201, 200, 201, 200, 429, 429]);
  });

  test('costs one write of the table a request, none once it is known to be over, and none for reads', async () => {
    const counts = await withinMinute(async () => {
      const alice = await newcomer();
      const name = uniqueName();
      await alice.publish({ name, version: '1.0.0' });
      const tag = async () => alice.put(`/-/package/${name}/dist-tags/beta`, '"1.0.0"');
      const read = async () => alice.get(`/${name}`);
      const seen: number[] = [];
      for (const ask of [tag, tag, tag, tag, tag, read, async () => alice.get('/-/whoami')]) {
        seen.push(await writes(ask));
      }
      return seen;
    });
    expect(counts).toEqual([1, 1, 1, 1, 0, 0, 0]);
  });
});

describe('where requests can’t be counted', () => {
  test('a publish goes through, and a login is told to come back', async () => {
    const alice = await newcomer();
    const published = await uncounted(async () =>
      alice.publish({ name: uniqueName(), version: '1.0.0' }),
    );
    expect([published.status, published.body.error, published.headers.has('ratelimit')]).toEqual([
      201,
      undefined,
      false,
    ]);
    const here = fromAddress(target, newAddress());
    const login = await uncounted(async () => signUp(here, alice.name, PASSWORD));
    expect([login.status, login.headers.get('retry-after')]).toEqual([503, '2']);
    const token = await uncounted(async () =>
      alice.post('/-/npm/v1/tokens', { password: PASSWORD }),
    );
    expect(token.status).toBe(503);
  });
});

describe('a lockout', () => {
  test('begins and holds across functions, those that only read too', async () => {
    const home = fromAddress(target, newAddress());
    const alice = await user(home);
    const reader = anonymous(home);
    const basic = (password: string) => ({
      authorization: `Basic ${Buffer.from(`${alice.name}:${password}`).toString('base64')}`,
    });
    const guesses = [
      await reader.get('/-/whoami', basic('wrong 1')),
      await signUp(home, alice.name, 'wrong 2'),
      await reader.get('/-/npm/v1/user', basic('wrong 3')),
      await reader.get('/-/npm/v1/tokens', basic('wrong 4')),
      await reader.get('/-/whoami', basic('wrong 5')),
    ];
    expect(guesses.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
    expect((await signUp(home, alice.name, PASSWORD)).status).toBe(429);
    expect((await reader.get('/-/whoami', basic(PASSWORD))).status).toBe(429);
    expect((await alice.get('/-/whoami')).status).toBe(200);
  });

  test('lets nobody learn more by guessing in many processes at once', async () => {
    const home = fromAddress(target, newAddress());
    const alice = await user(home);
    const reader = anonymous(home);
    const answers = await Promise.all(
      Array.from({ length: 24 }, async (_, index) =>
        reader.get('/-/whoami', {
          authorization: `Basic ${Buffer.from(`${alice.name}:wrong ${index}`).toString('base64')}`,
        }),
      ),
    );
    const { 401: told = 0 } = statusesOf(answers);
    expect(told).toBeLessThanOrEqual(5);
    expect(aws.denials).toEqual([]);
  });
});
