import { expect, test } from 'vitest';

import { writeBehind } from '../../../local/folder/write-behind.ts';

test('writes the newest value of each file, and what is set during a write after it', async () => {
  const written: [string, number][] = [];
  const behind = writeBehind<number>(
    async (file, value) => {
      written.push([file, value]);
      if (value === 2) behind.set('a', 3);
    },
    () => 0,
  );
  behind.set('a', 1);
  behind.set('b', 1);
  behind.set('a', 2);
  expect([behind.get('a'), behind.get('c')]).toEqual([2, undefined]);
  await behind.flush();
  expect(written).toEqual([
    ['a', 2],
    ['b', 1],
    ['a', 3],
  ]);
  expect(behind.get('a')).toBeUndefined();
});

test('holds what could not be written, and tells who waits for it', async () => {
  let full = true;
  const written: number[] = [];
  const behind = writeBehind<number>(
    async (_, value) => {
      if (full) throw new Error('disk full');
      written.push(value);
    },
    () => 5,
  );
  behind.set('a', 1);
  await expect(behind.flush()).rejects.toThrow('disk full');
  expect([behind.get('a'), behind.oldest()]).toEqual([1, 5]);
  full = false;
  await behind.flush();
  expect([written, behind.oldest()]).toEqual([[1], undefined]);
});

test('writes by itself after a moment', async () => {
  const written: number[] = [];
  const behind = writeBehind<number>(
    async (_, value) => void written.push(value),
    () => 0,
  );
  behind.set('a', 1);
  await expect.poll(() => written).toEqual([1]);
});
