import { expect, test } from 'vitest';

import { patchedBy } from '#domain/patched-by.ts';

test.each([
  ['<1.4.2', '>=1.4.2'],
  ['<=1.4.2', '>1.4.2'],
  ['>=1.0.0 <1.4.2 || >=2.0.0 <2.1.0', '>=2.1.0'],
  ['1.0.0', '>1.0.0'],
  ['>=1.0.0', '<0.0.0'],
  ['<1.0.0 || >=2.0.0', '<0.0.0'],
  ['*', '<0.0.0'],
])('versions in %s are patched by %s', (range, patched) => {
  expect(patchedBy(range)).toBe(patched);
});
