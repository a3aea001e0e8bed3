import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';

import { countVisitors, NO_VISITORS } from '#domain/downloads/visitors.ts';

const visitor = (serial: number): string =>
  createHash('sha256').update(`visitor ${serial}`).digest().toString('base64url', 0, 8);

/** Adds them, and what was counted goes the way of what is stored after each thousand. */
function come(visitors: Iterable<readonly [serial: number, times: number]>) {
  let counter = countVisitors(NO_VISITORS);
  let added = 0;
  for (const [serial, times] of visitors) {
    counter.add(visitor(serial), times);
    added += 1;
    if (added % 1000 === 0) counter = countVisitors(structuredClone(counter.state()));
  }
  return counter;
}

test('few visitors are known each, with how often they came', () => {
  const counter = come(Array.from({ length: 300 }, (_, at) => [at % 100, 2] as const));
  expect(counter.distinct()).toBe(100);
  expect(counter.seen(visitor(7))).toBe(6);
  expect(counter.seen(visitor(100))).toBe(0);
});

test.each([200, 2000, 20_000, 200_000])(
  'of %s visitors their number is known within a tenth',
  (many) => {
    const counter = come(Array.from({ length: many }, (_, at) => [at, 1] as const));
    expect(Math.abs(counter.distinct() - many)).toBeLessThan(many / 10);
    const { seen, registers } = counter.state();
    expect(Object.keys(seen).length).toBeLessThanOrEqual(128);
    expect(registers).toHaveLength(2731);
  },
);

test('who comes again is no other visitor, however many there are', () => {
  const counter = come(Array.from({ length: 50_000 }, (_, at) => [at % 1000, 1] as const));
  expect(Math.abs(counter.distinct() - 1000)).toBeLessThan(100);
});

test('in a crowd a frequent visitor is known but for its share of one in 129', () => {
  const crowd = Array.from({ length: 40_000 }, (_, at) =>
    at % 4 === 0 ? ([-1, 1] as const) : ([at, 1] as const),
  );
  const counter = come(crowd);
  expect(counter.seen(visitor(-1))).toBeGreaterThanOrEqual(10_000 - 40_000 / 129);
  expect(counter.seen(visitor(-1))).toBeLessThanOrEqual(10_000);
});

test('many at once make room as many one after the other do', () => {
  const counter = come([...Array.from({ length: 128 }, (_, at) => [at, 3] as const), [1000, 5]]);
  expect(counter.seen(visitor(1000))).toBe(2);
  expect(counter.seen(visitor(0))).toBe(0);
  expect(counter.distinct()).toBeGreaterThan(120);
});
