import { setImmediate as next } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

import { atOnce } from '#store/backup/at-once.ts';
import { sideBySide } from '#store/backup/side-by-side.ts';

/** Takes steps for as long as it may. */
async function walk(goOn: () => void, steps: number): Promise<number> {
  for (let step = 0; step < steps; step += 1) {
    goOn();
    await next();
  }
  return steps;
}

async function fails(): Promise<never> {
  await next();
  throw new Error('the disk is full');
}

/** One, and no more. */
async function* source() {
  yield 1;
  await next();
  throw new Error('no more');
}

describe('two works side by side', () => {
  test('take turns, and both results come', async () => {
    const order: string[] = [];
    const work = (name: string) => async () => {
      for (let step = 0; step < 2; step += 1) {
        order.push(name);
        await next();
      }
      return name;
    };
    expect(await sideBySide(work('a'), work('b'))).toEqual(['a', 'b']);
    expect(order).toEqual(['a', 'b', 'a', 'b']);
  });

  test.each(['one', 'the other'])('end both when %s fails, with its failure', async (which) => {
    let ended = false;
    const goesOn = async (goOn: () => void) => {
      try {
        return await walk(goOn, 1_000_000);
      } finally {
        await next();
        ended = true;
      }
    };
    const both = which === 'one' ? sideBySide(fails, goesOn) : sideBySide(goesOn, fails);
    await expect(both).rejects.toThrow('the disk is full');
    expect(ended).toBe(true);
  });
});

describe('so much at once', () => {
  test('is never more, and all of it is done', async () => {
    let [running, most] = [0, 0];
    const done: number[] = [];
    await atOnce(
      Array.from({ length: 50 }, (_, at) => at),
      7,
      async (at) => {
        running += 1;
        most = Math.max(most, running);
        for (let turn = 0; turn < at % 5; turn += 1) await next();
        running -= 1;
        done.push(at);
      },
    );
    expect([most, running, new Set(done).size]).toEqual([7, 0, 50]);
  });

  test('ends with the first failure, when what was begun is through', async () => {
    let [begun, ended] = [0, 0];
    const work = async (at: number) => {
      begun += 1;
      await next();
      if (at === 3) throw new Error('the third');
      await next();
      ended += 1;
    };
    await expect(atOnce([1, 2, 3, 4, 5, 6, 7, 8, 9], 2, work)).rejects.toThrow('the third');
    expect(begun).toBeLessThan(7);
    expect(ended).toBe(begun - 1);
  });

  test('ends what was begun when there is no more to come', async () => {
    let ended = false;
    const work = async () => {
      for (let turn = 0; turn < 5; turn += 1) await next();
      ended = true;
    };
    await expect(atOnce(source(), 2, work)).rejects.toThrow('no more');
    expect(ended).toBe(true);
  });
});
