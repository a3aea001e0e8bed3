import { expect, test } from 'vitest';

import { indexOf, namesFor } from './documents.ts';

test.for([
  ['swapped', 'expresss-sesion'],
  ['missing', 'expres-session'],
  ['wrong', 'expross session'],
  ['too many', 'exxpress'],
])('a word with characters %s finds the name that was meant', async ([, text]) => {
  const index = await indexOf(['express-session', 'fastify']);
  expect(await namesFor(index, text ?? '')).toEqual(['express-session']);
});

test('a corrected word ranks as if it had been typed right', async () => {
  const index = await indexOf(['use-react', 'react-dom', 'react']);
  expect(await namesFor(index, 'raect')).toEqual(['react', 'react-dom', 'use-react']);
});

test('only words that nobody uses are corrected', async () => {
  const index = await indexOf(['react', 'reach', 'plugin']);
  expect(await namesFor(index, 'reach plugin')).toEqual([]);
});

test('a private name corrects nothing for those who may not see it', async () => {
  const index = await indexOf([
    { name: 'falcon', visibility: 'private', maintainers: ['bob'] },
    { name: 'told', description: 'a falcno and a bird' },
    { name: 'other', description: 'a bird' },
  ]);
  expect(await namesFor(index, 'falcom')).toEqual([]);
  expect(await namesFor(index, 'falcom', { sees: { maintainer: 'bob' } })).toEqual(['falcon']);
});

test('a private word does not keep a public one from being found by its misspelling', async () => {
  const index = await indexOf([
    { name: 'raect', visibility: 'private', maintainers: ['bob'] },
    'react',
  ]);
  expect(await namesFor(index, 'raect')).toEqual(['react']);
  expect(await namesFor(index, 'raect', { sees: { maintainer: 'bob' } })).toEqual(['raect']);
});
