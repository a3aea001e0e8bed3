import { expect, test } from 'vitest';

import { repositoryUrl } from '#domain/provenance/repository-url.ts';

test.each([
  'acme/tool',
  'github:acme/tool',
  'Acme/Tool',
  'https://github.com/acme/tool',
  'https://github.com/acme/tool.git',
  'git+https://github.com/acme/tool.git',
  'git://github.com/acme/tool.git',
  'git+ssh://git@github.com/acme/tool.git',
  'ssh://git@github.com/acme/tool',
  'git@github.com:acme/tool.git',
  'https://github.com/acme/tool/tree/main/packages/x',
  'https://github.com/acme/tool#readme',
  'https://somebody@github.com/acme/tool/',
  { type: 'git', url: 'git+https://github.com/acme/tool.git', directory: 'packages/x' },
])('%j is one repository', (repository) => {
  expect(repositoryUrl(repository)).toBe('https://github.com/acme/tool');
});

test.each([
  ['gitlab:group/sub/tool', 'https://gitlab.com/group/sub/tool'],
  [
    'https://git.acme.example/group/sub/tool/-/tree/main/x',
    'https://git.acme.example/group/sub/tool',
  ],
  ['https://git.acme.example:8443/a/b', 'https://git.acme.example:8443/a/b'],
])('%s is %s', (repository, url) => {
  expect(repositoryUrl(repository)).toBe(url);
});

test.each([
  undefined,
  null,
  7,
  '',
  'tool',
  {},
  { url: 3 },
  'file:///acme/tool',
  'https://github.com/acme',
  'https://github.com/',
  'gist:11081aaa281',
  `https://github.com/${'a/'.repeat(3000)}`,
])('%j can’t be compared', (repository) => {
  expect(repositoryUrl(repository)).toBeUndefined();
});

test('a host that only looks like another is another', () => {
  expect(repositoryUrl('https://github.com.evil.example/acme/tool')).not.toBe(
    'https://github.com/acme/tool',
  );
  expect(repositoryUrl('https://github.com@evil.example/acme/tool')).toBe(
    'https://evil.example/acme/tool',
  );
});
