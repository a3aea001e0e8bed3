import { expect, test } from 'vitest';

import { beginnings, omissions, stem, toWords } from '#domain/search/words.ts';

test('words are runs of letters and digits, without capitals and accents', () => {
  expect(toWords('Hello, CAFÉ-Crème_v2! (h2o)')).toEqual(['hello', 'cafe', 'creme', 'v2', 'h2o']);
});

test('characters of Chinese and Japanese are words, those of Korean and Hindi are not', () => {
  expect(toWords('数据库js')).toEqual(['数', '据', '库', 'js']);
  expect(toWords('한글 입력')).toEqual(['한글', '입력']);
  expect(toWords('हिन्दी')).toEqual(['हिन्दी']);
});

test('emoji, punctuation and stray marks are no words', () => {
  expect(toWords('❤️ 👩‍👩‍👧 … \u0301 \0')).toEqual([]);
});

test('a word has up to forty characters', () => {
  expect(toWords('x'.repeat(100))).toEqual(['x'.repeat(40)]);
});

test.for([
  ['plugins', 'plugin'],
  ['hooks', 'hook'],
  ['express', 'express'],
  ['status', 'status'],
  ['redis', 'redis'],
  ['css', 'css'],
  ['js', 'js'],
])('%s is searched as %s', ([word = '', stemmed]) => {
  expect(stem(word)).toBe(stemmed);
});

test('beginnings grow by whole characters up to a length', () => {
  expect(beginnings('react', 3)).toEqual(['r', 're', 'rea']);
  expect(beginnings('𝒳y', 16)).toEqual(['𝒳', '𝒳y']);
});

test('omissions leave out each character once', () => {
  expect(omissions('abc')).toEqual(['bc', 'ac', 'ab']);
});
