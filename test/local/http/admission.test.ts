import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';

import { createAdmission } from '../../../local/http/admission.ts';

test('writes go in by sixes, in the order they came', async () => {
  const admission = createAdmission();
  const order: number[] = [];
  const leaves: (() => void)[] = [];
  for (let index = 0; index < 9; index += 1) {
    const write = async (): Promise<void> => {
      leaves.push(await admission.enter());
      order.push(index);
    };
    void write();
  }
  await turn();
  expect(order).toEqual([0, 1, 2, 3, 4, 5]);
  leaves[3]?.();
  leaves[0]?.();
  await turn();
  expect(order).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});

test('six that take long keep nobody out for long', async () => {
  const admission = createAdmission();
  for (let index = 0; index < 6; index += 1) await admission.enter();
  expect(await admission.enter()).toBeTypeOf('function');
});
