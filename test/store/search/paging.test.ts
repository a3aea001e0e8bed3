import { expect, test } from 'vitest';

import type { SearchQuery } from '#store/search-index.ts';

import { corpusOf } from './corpus.ts';
import { indexOf, namesFor, sizeOf } from './documents.ts';

const queries = [
  'react',
  'plugin',
  'r',
  're',
  'react plugin',
  'web pack',
  'api.plugin',
  'keywords:react,plugin',
  'not:deprecated node',
  '',
];
const views: readonly SearchQuery['sees'][] = ['public', 'everything', { maintainer: 'user3' }];

test('pages of any size put together are the whole answer, each package once', async () => {
  const index = await indexOf([]);
  await Promise.all(corpusOf(2000, 3).documents.map((document) => index.save(document)));
  for (const text of queries) {
    for (const sees of views) {
      const whole = await index.search({ text, from: 0, size: 2000, sees });
      const names = whole.hits.map(({ document }) => document.name);
      expect(new Set(names).size).toBe(whole.total);
      const size = Math.max(7, Math.ceil(whole.total / 9));
      const pages: string[] = [];
      for (let from = 0; from < whole.total; from += size) {
        pages.push(...(await namesFor(index, text, { from, size, sees })));
      }
      expect(pages).toEqual(names);
    }
  }
});

test('a page behind the last is empty, and knows the total', async () => {
  const index = await indexOf(['a-one', 'a-two']);
  const query = { text: 'a', sees: 'public' } as const;
  expect(await index.search({ ...query, from: 2, size: 20 })).toEqual({ total: 2, hits: [] });
  expect(await index.search({ ...query, from: 1e9, size: 250 })).toEqual({ total: 2, hits: [] });
  expect(await index.search({ ...query, from: 0, size: 0 })).toEqual({ total: 2, hits: [] });
});

test('thousands of packages of one moment and make are told apart', async () => {
  const names = Array.from({ length: 6000 }, (_, count) => `same-${count}`);
  const index = await indexOf(names);
  expect(await sizeOf(index)).toBe(6000);
  const found = await namesFor(index, 'same', { size: 6000 });
  expect(found.toSorted()).toEqual(names.toSorted());
});

test('matches are counted and shown up to ten thousand', async () => {
  const index = await indexOf(Array.from({ length: 10_050 }, (_, count) => `same-${count}`));
  const query = { text: 'same', sees: 'public' } as const;
  expect(await index.search({ ...query, from: 9_990, size: 20 })).toMatchObject({
    total: 10_000,
    hits: { length: 10 },
  });
});
