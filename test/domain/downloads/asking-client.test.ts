import { expect, test } from 'vitest';

import { askingClient } from '#domain/downloads/asking-client.ts';

test.each([
  ['npm/12.2.0 node/v24.21.0 linux x64 workspaces/false ci/github-actions', 'npm', '24'],
  ['pnpm/10.34.9 npm/? node/v22.1.0 linux x64', 'pnpm', '22'],
  ['yarn/1.22.22 npm/? node/v20.19.0 linux x64', 'yarn', '20'],
  ['got (https://github.com/sindresorhus/got)', 'yarn', undefined],
  ['Bun/1.4.5', 'bun', undefined],
  ['Deno/2.9.6', 'deno', undefined],
  ['pantry/0.1.0 node/v20.19.0', 'pantry', '20'],
])('%s installs', (agent, name, node) => {
  expect(askingClient(agent)).toEqual({ kind: 'install', name, node });
});

test.each([
  'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
  'curl/8.5.0',
  'python-requests/2.32.0',
])('%s is a robot', (agent) => {
  expect(askingClient(agent)).toMatchObject({ kind: 'robot', name: 'other' });
});

test.each([
  'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36',
  '',
])('"%s" is somebody else', (agent) => {
  expect(askingClient(agent)).toEqual({ kind: 'other', name: 'other', node: undefined });
});

test.each([
  ['vlt/1.0.0 node/v22.1.0', '22'],
  ['my-installer/3.0.0 node/v24.0.0 linux', '24'],
  ['Artifactory/7.90.0', undefined],
  ['Nexus/3.70.0 (OSS; Linux)', undefined],
  ['verdaccio/6.0.0', undefined],
  ['corepack/0.34.0', undefined],
])('%s counts, though nobody knows its name', (agent, node) => {
  expect(askingClient(agent)).toEqual({ kind: 'other', name: 'other', node });
});

test('a major that is none is not taken for one', () => {
  expect(askingClient('npm/12.2.0 node/v24242424.1.0').node).toBeUndefined();
  expect(askingClient('npm/12.2.0 anode/v24.1.0').node).toBeUndefined();
});
