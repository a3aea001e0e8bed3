import { describe, expect, test } from 'vitest';

import type { SearchDocument, SearchQuery } from '#store/search-index.ts';

import { corpusOf } from './corpus.ts';
import { documentOf, indexOf, namesFor } from './documents.ts';

const secret = {
  name: '@acme/secret-sauce',
  visibility: 'private',
  maintainers: ['bob'],
  keywords: ['sauce'],
  description: 'Hidden recipe',
} as const;

const isOf = (user: string) => (document: SearchDocument) =>
  document.visibility === 'public' || document.maintainers.some(({ name }) => name === user);

test('a private package is found by its maintainers and by who sees everything', async () => {
  const index = await indexOf([secret, 'sauce']);
  for (const text of ['sauce', '@acme/secret-sauce', 'recipe', 'keywords:sauce', '@acme/', '']) {
    const seen = async (sees: SearchQuery['sees']) => {
      const { total, hits } = await index.search({ text, from: 0, size: 20, sees });
      expect(total).toBe(hits.length);
      return hits.some(({ document }) => document.name === secret.name);
    };
    expect(await seen('public')).toBe(false);
    expect(await seen({ maintainer: 'alice' })).toBe(false);
    expect(await seen({ maintainer: 'bob' })).toBe(true);
    expect(await seen('everything')).toBe(true);
  }
});

test('an unknown package and a private one give the same answer', async () => {
  const index = await indexOf([secret, 'other']);
  const none = { total: 0, hits: [] };
  const query = { from: 0, size: 20, sees: 'public' } as const;
  expect(await index.search({ text: '@acme/secret-sauce', ...query })).toEqual(none);
  expect(await index.search({ text: '@acme/unknown-sauce', ...query })).toEqual(none);
});

test('a package that becomes private is gone for others at once, and back when it is public', async () => {
  const index = await indexOf(['sauce']);
  expect(await namesFor(index, 'sauce')).toEqual(['sauce']);
  await index.save(documentOf({ name: 'sauce', rev: 2, visibility: 'private' }));
  expect(await namesFor(index, 'sauce')).toEqual([]);
  expect(await namesFor(index, 'sauce', { sees: { maintainer: 'alice' } })).toEqual(['sauce']);
  await index.save(documentOf({ name: 'sauce', rev: 3 }));
  expect(await namesFor(index, 'sauce')).toEqual(['sauce']);
});

test('who is no longer maintainer no longer finds it', async () => {
  const index = await indexOf([secret]);
  await index.save(documentOf({ ...secret, rev: 2, maintainers: ['carol'] }));
  expect(await namesFor(index, 'sauce', { sees: { maintainer: 'bob' } })).toEqual([]);
  expect(await namesFor(index, 'sauce', { sees: { maintainer: 'carol' } })).toEqual([secret.name]);
});

test('no name that somebody could ask with stands for another', async () => {
  const index = await indexOf([secret]);
  for (const maintainer of ['Bob', 'bo', 'bobb', '', '*', 'bob" OR "every:package', 'b%6fb']) {
    expect(await namesFor(index, 'sauce', { sees: { maintainer } })).toEqual([]);
  }
});

describe('over a thousand packages', () => {
  const { documents } = corpusOf(1000, 7);
  const user = documents.find(({ visibility }) => visibility === 'private')?.publisher.name ?? '';
  const views: readonly [SearchQuery['sees'], (document: SearchDocument) => boolean][] = [
    ['public', ({ visibility }) => visibility === 'public'],
    ['everything', () => true],
    [{ maintainer: user }, isOf(user)],
  ];

  test.for(views)('a listing for %j is exactly what may be seen', async ([sees, isSeen]) => {
    const index = await indexOf([]);
    await Promise.all(documents.map((document) => index.save(document)));
    const { total, hits } = await index.search({ text: '', from: 0, size: 1000, sees });
    const expected = documents.filter(isSeen).map(({ name }) => name);
    expect(hits.map(({ document }) => document.name).toSorted()).toEqual(expected.toSorted());
    expect(total).toBe(expected.length);
    const keyword = await index.search({ text: 'keywords:react', from: 0, size: 1000, sees });
    const tagged = documents.filter((one) => isSeen(one) && one.keywords.includes('react'));
    expect(keyword.total).toBe(tagged.length);
    expect(keyword.hits.map(({ document }) => document.name).toSorted()).toEqual(
      tagged.map(({ name }) => name).toSorted(),
    );
  });
});
