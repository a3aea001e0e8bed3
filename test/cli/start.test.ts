import { expect, test } from 'vitest';

import { startProcess } from '../server-process.ts';
import { folder } from '../target.ts';

test('pantry start says that there are no pages below a path', async () => {
  const registry = await startProcess(folder(), ['--public-url', 'https://example.com/npm']);
  expect(await registry.stop()).toBe(0);
  expect(registry.output()).toContain('browsers get no pages, because publicUrl has a path');
});

test('pantry start says whose CI may claim free names', async () => {
  const owners = [
    { provider: 'github', id: '42', name: 'acme' },
    { provider: 'gitlab', id: '52', scopes: ['@globex', '@initech'] },
  ];
  const registry = await startProcess(folder(), ['--trusted-owners', JSON.stringify(owners)]);
  expect(await registry.stop()).toBe(0);
  expect(registry.output()).toContain(
    [
      '  trusted   CI of acme (github 42) may claim free names',
      '            CI of gitlab 52 may claim free names in @globex, @initech',
      '',
    ].join('\n'),
  );
});
