import { expect, test } from 'vitest';

import { growth } from '#domain/downloads/trend.ts';

test('who has as many as ever does not grow', () => {
  expect(growth({ now: 700, before: 2800 })).toBe(1);
  expect(growth({ now: 0, before: 0 })).toBe(1);
  expect(growth({ now: 100, before: 2800 })).toBeLessThan(1);
});

test('ten times a hundred is more than ten times one', () => {
  const few = growth({ now: 10, before: 4 });
  const many = growth({ now: 1000, before: 400 });
  expect(few).toBeGreaterThan(1);
  expect(many).toBeGreaterThan(few);
});
