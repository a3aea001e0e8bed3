import { describe, expect, test } from 'vitest';

import {
  type AllTries,
  currentTries,
  failed,
  lockedUntil,
  lockoutsBegun,
  NO_TRIES,
  succeeded,
} from '#domain/lockout.ts';

const NEW: AllTries = { pair: NO_TRIES, account: NO_TRIES, address: NO_TRIES };
const NOW = Date.parse('2026-11-21T00:00:00Z');

/** So many wrong attempts, each as soon as it is let in. */
function wrong(times: number, tries = NEW): { readonly tries: AllTries; readonly now: number } {
  let [state, now] = [tries, NOW];
  for (let attempt = 0; attempt < times; attempt += 1) {
    now = Math.max(now, lockedUntil(state, now));
    state = failed(state, now);
  }
  return { tries: state, now };
}

const pauseAfter = (times: number): number => {
  const { tries, now } = wrong(times);
  return (lockedUntil(tries, now) - now) / 1000;
};

describe('pauses', () => {
  test('begin with the fifth wrong attempt, double, and end at a quarter of an hour', () => {
    const pauses = Array.from({ length: 14 }, (_, index) => pauseAfter(index + 1));
    expect(pauses).toEqual([0, 0, 0, 0, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]);
  });

  test('let no more than a hundred guesses a day at one account, from however many addresses', () => {
    let state = NEW;
    let now = NOW;
    let guesses = 0;
    while (now < NOW + 86_400_000) {
      now = Math.max(now, lockedUntil(state, now));
      // A new address each time: only the account remembers.
      state = failed({ ...NEW, account: state.account }, now);
      state = { ...NEW, account: state.account };
      guesses += 1;
    }
    expect(guesses).toBeLessThan(125);
  });

  test('are forgotten a day after the last wrong attempt', () => {
    const { tries } = wrong(8);
    expect(currentTries(tries.pair, NOW + 86_400_000 * 2)).toMatchObject({ failures: 0, until: 0 });
    expect(currentTries(tries.pair, NOW + 80_000_000).failures).toBe(8);
  });
});

describe('whoever logged in from an address before', () => {
  const strangers = wrong(40).tries;
  const familiar = { ...strangers, pair: succeeded(NEW, NOW).pair };

  test('is held up by their own mistakes there alone', () => {
    expect(lockedUntil({ ...strangers, pair: NO_TRIES }, NOW)).toBeGreaterThan(NOW);
    expect(lockedUntil(familiar, NOW)).toBeLessThanOrEqual(NOW);
    expect(lockedUntil(wrong(5, familiar).tries, NOW)).toBeGreaterThan(NOW);
  });

  test('adds nothing to what strangers did', () => {
    expect(failed(familiar, NOW).account).toBe(familiar.account);
  });
});

describe('a right attempt', () => {
  test('takes back what the same address had got wrong at this account, and no more', () => {
    const others = wrong(10).tries;
    const mine = wrong(3, { ...others, pair: NO_TRIES }).tries;
    expect(mine.account.failures).toBe(13);
    const after = succeeded(mine, NOW);
    expect([after.pair.failures, after.account.failures, after.address.failures]).toEqual([
      0, 10, 10,
    ]);
  });
});

test('a lockout begins once, however long it goes on', () => {
  const begun = Array.from({ length: 35 }, (_, index) =>
    lockoutsBegun(wrong(index).tries, wrong(index + 1).tries),
  );
  expect(begun.flat()).toEqual(['pair', 'account', 'address']);
});
