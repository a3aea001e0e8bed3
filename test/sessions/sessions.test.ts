import { expect, test } from 'vitest';

import { folder } from '../target.ts';
import { commandFolder, record } from './record.ts';
test('x', async () => {
  const cwd = folder();
  const text = await record([{ line: 'pantry version' }, { line: 'pantry help trust' }], {
    cwd,
    env: { PATH: `${commandFolder()}:${process.env['PATH']}`, HOME: cwd },
    replace: [],
  });
  console.log(text);
  expect(text).toContain('0.1.0');
});
