import { expect, test } from 'vitest';

import { parseSearchText, significantText } from '#domain/search/search-text.ts';

test('words, qualifiers and the name that may have been meant', () => {
  expect(parseSearchText('lodash.debounce keywords:cli,-old is:unstable')).toEqual({
    isEmpty: false,
    name: 'lodash.debounce',
    words: ['lodash', 'debounce'],
    filters: [
      { not: false, terms: ['keyword:cli'] },
      { not: true, terms: ['keyword:old'] },
      { not: false, terms: ['is:unstable'] },
    ],
    boostExact: true,
  });
});

test('a scope is a filter and no word', () => {
  expect(parseSearchText('@Acme/date-picker')).toMatchObject({
    name: '@Acme/date-picker',
    words: ['date', 'picker'],
    filters: [{ not: false, terms: ['scope:acme'] }],
  });
  expect(parseSearchText('@ac')).toMatchObject({
    words: [],
    filters: [{ not: false, terms: ['scope-start:ac'] }],
  });
});

test('several words are no name', () => {
  expect(parseSearchText('date picker').name).toBeUndefined();
});

test('the name is searched as any word where asked to', () => {
  expect(parseSearchText('x boost-exact:false')).toMatchObject({ words: ['x'], boostExact: false });
});

test('three hundred characters, eight words and twelve filters count', () => {
  expect(significantText(` ${'x'.repeat(1000)}`)).toHaveLength(299);
  expect(parseSearchText('a b c d e f g h i j').words).toHaveLength(8);
  expect(parseSearchText('is:a '.repeat(40)).filters).toHaveLength(12);
});
