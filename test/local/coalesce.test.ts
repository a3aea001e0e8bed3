import { expect, test } from 'vitest';

import { coalesce } from '../../local/coalesce.ts';

const turn = async (): Promise<void> => {
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
};

test('many requests during a run share the next one, which sees all that they saw', async () => {
  let value = 0;
  const seen: number[] = [];
  const work = coalesce<string>(
    async () => {
      const before = value;
      await turn();
      seen.push(before);
    },
    () => 0,
  );
  const writers = Array.from({ length: 20 }, async () => {
    value += 1;
    const mine = value;
    await work.request('a');
    expect(Math.max(...seen)).toBeGreaterThanOrEqual(mine);
  });
  await Promise.all(writers);
  expect(seen).toEqual([1, 20]);
  expect(work.oldest()).toBeUndefined();
});

test('keys do not wait for each other, and one failure is not the next one', async () => {
  let fail = true;
  const work = coalesce<string>(
    async (key) => {
      await turn();
      if (key === 'bad' && fail) throw new Error('once');
    },
    () => 7,
  );
  const first = work.request('bad');
  const second = work.request('bad').then(() => 'fine');
  const other = work.request('good').then(() => 'fine');
  expect(work.oldest()).toBe(7);
  await expect(first).rejects.toThrow('once');
  fail = false;
  expect(await Promise.all([second, other])).toEqual(['fine', 'fine']);
  await work.idle();
});
