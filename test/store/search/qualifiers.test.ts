import { expect, test } from 'vitest';

import { indexOf, namesFor } from './documents.ts';

test('keywords: one, any of several, several at once, and none of some', async () => {
  const index = await indexOf([
    { name: 'a', keywords: ['cli', 'State Management'] },
    { name: 'b', keywords: ['cli', 'color'] },
    { name: 'c', keywords: ['color', 'C++'] },
    { name: 'd', description: 'cli color' },
  ]);
  const found = async (text: string) => (await namesFor(index, text)).toSorted();
  expect(await found('keywords:cli')).toEqual(['a', 'b']);
  expect(await found('keywords:cli,color')).toEqual(['a', 'b', 'c']);
  expect(await found('keywords:cli+color')).toEqual(['b']);
  expect(await found('keywords:cli,-color')).toEqual(['a']);
  expect(await found('keywords:-cli')).toEqual(['c', 'd']);
  expect(await found('keywords:CLI')).toEqual(['a', 'b']);
  expect(await found('keywords:state-management')).toEqual(['a']);
  expect(await found('keyword:c++')).toEqual([]);
  expect(await found('color keywords:cli')).toEqual(['b']);
});

test('scope: exact, and as one types it', async () => {
  const index = await indexOf(['@acme/ui', '@acme/api', '@acmecorp/ui', 'acme']);
  const found = async (text: string) => (await namesFor(index, text)).toSorted();
  expect(await found('scope:acme')).toEqual(['@acme/api', '@acme/ui']);
  expect(await found('scope:@acme')).toEqual(['@acme/api', '@acme/ui']);
  expect(await found('@acme/')).toEqual(['@acme/api', '@acme/ui']);
  expect(await found('@acme')).toEqual(['@acme/api', '@acme/ui', '@acmecorp/ui']);
  expect(await found('@acme/u')).toEqual(['@acme/ui']);
  expect(await found('scope:acme ui')).toEqual(['@acme/ui']);
});

test('maintainer and author', async () => {
  const index = await indexOf([
    { name: 'a', maintainers: ['bob', 'carol'] },
    { name: 'b', maintainers: ['carol'], publisher: { name: 'dave', email: '' } },
    { name: 'c', maintainers: ['bobby'] },
  ]);
  expect(await namesFor(index, 'maintainer:bob')).toEqual(['a']);
  expect((await namesFor(index, 'maintainer:carol')).toSorted()).toEqual(['a', 'b']);
  expect(await namesFor(index, 'author:dave')).toEqual(['b']);
  expect(await namesFor(index, 'maintainer:dave')).toEqual([]);
  expect(await namesFor(index, 'maintainer:carol b')).toEqual(['b']);
});

test('is and not: unstable and deprecated are known, insecure is what no package is', async () => {
  const index = await indexOf([
    { name: 'a', version: '0.3.0' },
    { name: 'b', version: '2.0.0-rc.1' },
    { name: 'c' },
    { name: 'd', deprecated: true },
  ]);
  const found = async (text: string) => (await namesFor(index, text)).toSorted();
  expect(await found('is:unstable')).toEqual(['a', 'b']);
  expect(await found('not:unstable')).toEqual(['c', 'd']);
  expect(await found('not:unstable not:deprecated')).toEqual(['c']);
  expect(await found('is:insecure')).toEqual([]);
  expect(await found('not:insecure')).toEqual(['a', 'b', 'c', 'd']);
});

test('what only looks like a qualifier is searched for', async () => {
  const index = await indexOf([{ name: 'a', description: 'the node:fs module' }, 'b']);
  expect(await namesFor(index, 'node:fs')).toEqual(['a']);
  expect(await namesFor(index, 'constructor:fs')).toEqual([]);
});

test('a qualifier whose value is still missing does not narrow the search', async () => {
  const index = await indexOf(['a', 'b']);
  expect(await namesFor(index, 'a keywords:')).toEqual(['a']);
  expect(await namesFor(index, 'a scope:')).toEqual(['a']);
});
