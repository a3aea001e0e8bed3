import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';

import { coalesce } from '../../local/coalesce.ts';

const AN_HOUR = 3_600_000;
let time = 0;
const now = (): number => time;

/** Runs that end when they are told to. */
function controlled(): { run: (key: string) => Promise<void>; begun: string[]; end: () => void } {
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  return {
    begun,
    run: async (key) => {
      begun.push(key);
      await new Promise<void>((resolve) => {
        ends.push(resolve);
      });
    },
    end: () => ends.shift()?.(),
  };
}

test('many requests share one run, which begins when the first of them has waited long enough', async () => {
  const seen: number[] = [];
  let value = 0;
  const run = async (): Promise<void> => void seen.push(value);
  const work = coalesce<string>({ run, gather: 20, atOnce: 1, now });
  for (; value < 20; value += 1) {
    time = value;
    work.request('a');
  }
  expect(work.throughUntil()).toBe(0);
  await new Promise((resolve) => {
    setTimeout(resolve, 60);
  });
  expect(seen).toEqual([20]);
  expect(work.throughUntil()).toBe(time);
});

test('who waits for a key gets a run that began after the last request, at once', async () => {
  const { run, begun, end } = controlled();
  const work = coalesce<string>({ run, gather: AN_HOUR, atOnce: 1, now });
  work.request('a');
  const first = work.settle('a');
  await turn();
  work.request('a');
  const order: string[] = [];
  const second = work.settle('a').then(() => order.push('second'));
  const third = work.settle('a').then(() => order.push('third'));
  await work.settle('b');
  expect(begun).toEqual(['a']);
  end();
  await first;
  order.push('first run ended');
  await turn();
  expect(begun).toEqual(['a', 'a']);
  end();
  await Promise.all([second, third]);
  expect(order[0]).toBe('first run ended');
});

test('no more keys than allowed are worked on, but for those that somebody waits for', async () => {
  const { run, begun, end } = controlled();
  const work = coalesce<string>({ run, gather: 0, atOnce: 1, now });
  for (const key of ['a', 'b', 'c']) work.request(key);
  await new Promise((resolve) => {
    setTimeout(resolve, 20);
  });
  expect(begun).toEqual(['a']);
  const waited = work.settle('c');
  await turn();
  expect(begun).toEqual(['a', 'c']);
  end();
  end();
  await waited;
  const idle = work.idle();
  await turn();
  expect(begun).toEqual(['a', 'c', 'b']);
  end();
  await idle;
  expect(work.throughUntil()).toBe(time);
});
