import { expect, test } from 'vitest';

import { keepResults } from '#store/kept-results.ts';

test('what was not looked at for longest goes first, and what is too large never comes in', () => {
  const kept = keepResults<string>(10);
  kept.keep('a', 'A', 5);
  kept.keep('b', 'B', 5);
  expect(kept.find('a')).toBe('A');
  kept.keep('c', 'C', 5);
  kept.keep('d', 'D', 11);
  expect(['a', 'b', 'c', 'd'].map((key) => kept.find(key))).toEqual([
    'A',
    undefined,
    'C',
    undefined,
  ]);
  kept.keep('a', 'again', 5);
  expect(kept.find('c')).toBe('C');
});
