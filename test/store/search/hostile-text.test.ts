import { expect, test } from 'vitest';

import type { SearchQuery } from '#store/search-index.ts';

import { type Random, randomFrom } from './corpus.ts';
import { documentOf, indexOf, namesFor } from './documents.ts';

const MARKS = Array.from('"\'`*^:;,.-+()[]{}<>|&!?/\\@#$%~=_ \t\n\0\u0001\u200B\uFEFF');
const SYNTAX =
  'AND OR NOT NEAR NEAR(a terms: rowid "" -- /* name:react every:package owner:626f62 %22 %00';
const QUALIFIERS = 'keywords: scope: maintainer: is: not: author: boost-exact: @ @/ - , +';
const LETTERS = 'react a é ß İ 数 ー 한글 हिन्दी 👩‍👩‍👧 ❤️ \uD800 \uDFFF e\u0301\u0301 \u{1F600} ﷺ';
const PIECES = [MARKS, SYNTAX.split(' '), QUALIFIERS.split(' '), LETTERS.split(' ')].flat();

const randomText = (random: Random): string =>
  Array.from(
    { length: Math.floor(random() * 12) },
    () => PIECES[Math.floor(random() * PIECES.length)],
  ).join(random() < 0.5 ? '' : ' ');

const views: readonly SearchQuery['sees'][] = ['public', 'everything', { maintainer: 'bob' }];

test('whatever is typed gets an answer, which never shows what may not be seen', async () => {
  const index = await indexOf([
    { name: 'react', description: '"quoted" AND NOT (near)' },
    { name: 'secret', visibility: 'private', maintainers: ['carol'], description: 'react a 数' },
  ]);
  const random = randomFrom(11);
  for (let count = 0; count < 1500; count += 1) {
    const text = randomText(random);
    const answers = await Promise.all(
      views.map((sees) => index.search({ text, from: 0, size: 20, sees })),
    );
    for (const { total, hits } of answers) expect(total).toBe(hits.length);
    const [open, , bobs] = answers.map(({ hits }) => hits.map(({ document }) => document.name));
    expect(open).not.toContain('secret');
    expect(bobs).not.toContain('secret');
  }
});

test('a package of random texts can be saved, found by its name and removed', async () => {
  const index = await indexOf([]);
  const random = randomFrom(13);
  for (let count = 0; count < 300; count += 1) {
    const name = `p${count}`;
    const keywords = Array.from({ length: 3 }, () => randomText(random));
    const [user = ''] = keywords;
    await index.save(
      documentOf({
        name,
        keywords,
        description: randomText(random),
        publishedAt: randomText(random),
        maintainers: [user],
        visibility: 'private',
      }),
    );
    const found = await namesFor(index, name, { sees: { maintainer: user } });
    expect(found).toContain(name);
  }
});

test.for([
  ['punctuation', '!!! ??? --- ...'],
  ['quotes and stars', '"*" \'*\''],
  ['emoji', '🎉🎉 👩‍👩‍👧 ❤️'],
  ['control characters', '\0\u0001\u0002'],
  ['lone surrogates', '\uD800\uDC00\uD800'],
])('mere %s find nothing', async ([, text = '']) => {
  const index = await indexOf(['react']);
  expect(await namesFor(index, text)).toEqual([]);
});

test('of a very long text the first few words count', async () => {
  const index = await indexOf(['react', 'webpack']);
  expect(await namesFor(index, `react${' react'.repeat(100_000)}`)).toEqual(['react']);
  expect(await namesFor(index, `react ${' '.repeat(1000)} webpack`)).toEqual(['react']);
  expect(await namesFor(index, 'x'.repeat(1_000_000))).toEqual([]);
  expect(await namesFor(index, 'keywords:a,b '.repeat(10_000))).toEqual([]);
});

test('operators of the query language are words like others', async () => {
  const index = await indexOf([{ name: 'gate', keywords: ['near', 'xor'] }, 'other']);
  expect(await namesFor(index, 'NEAR')).toEqual(['gate']);
  expect(await namesFor(index, 'xor OR other')).toEqual([]);
  expect(await namesFor(index, 'gate*')).toEqual(['gate']);
  expect(await namesFor(index, '"gate')).toEqual(['gate']);
});
