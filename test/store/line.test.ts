import { expect, test } from 'vitest';

import { createLine } from '#store/line.ts';

test('works come one after the other, and those for whom there is no room are told so', async () => {
  const inTurn = createLine({
    atOnce: 1,
    waiting: 1,
    milliseconds: 10_000,
    busy: () => new Error('busy'),
  });
  const gate = Promise.withResolvers<void>();
  const done: string[] = [];
  const first = inTurn(async () => {
    await gate.promise;
    done.push('first');
  });
  const second = inTurn(async () => done.push('second'));
  await expect(inTurn(async () => done.push('third'))).rejects.toThrow('busy');
  gate.resolve();
  await Promise.all([first, second]);
  expect(done).toEqual(['first', 'second']);
  await inTurn(async () => done.push('fourth'));
  expect(done).toHaveLength(3);
});
