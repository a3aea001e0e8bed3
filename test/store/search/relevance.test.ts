import { expect, test } from 'vitest';

import { indexOf, namesFor } from './documents.ts';

test('the name itself comes first, then its beginning, words of names, keywords, descriptions', async () => {
  const index = await indexOf([
    { name: 'told', description: 'Talks to react' },
    { name: 'tagged', keywords: ['react'] },
    'use-react',
    'reactive',
    'react-dom',
    'react',
    'unrelated',
  ]);
  expect(await namesFor(index, 'react')).toEqual([
    'react',
    'react-dom',
    'reactive',
    'use-react',
    'tagged',
    'told',
  ]);
});

test('the scores fall along the answer, and say what they are made of', async () => {
  const index = await indexOf([
    'react',
    'react-dom',
    { name: 'use-react', description: 'Hooks', keywords: ['hooks'] },
  ]);
  const { hits } = await index.search({ text: 'react', from: 0, size: 10, sees: 'public' });
  const finals = hits.map(({ score }) => score.final);
  expect(finals).toEqual(finals.toSorted((a, b) => b - a));
  for (const { score } of hits) {
    expect(score.popularity).toBe(0);
    expect(score.quality).toBeGreaterThan(0);
    expect(score.quality).toBeLessThanOrEqual(1);
    expect(score.maintenance).toBeGreaterThan(0);
    expect(score.maintenance).toBeLessThanOrEqual(1);
  }
});

test('among equal matches the better described and the fresher package comes first', async () => {
  const index = await indexOf([
    { name: 'x-parser', publishedAt: '2016-01-01T00:00:00.000Z' },
    { name: 'y-parser' },
    { name: 'z-parser', description: 'Parses', links: { repository: 'https://git.example/z' } },
  ]);
  expect(await namesFor(index, 'parser')).toEqual(['z-parser', 'y-parser', 'x-parser']);
});

test('deprecated packages come last, however well they match', async () => {
  const index = await indexOf([
    { name: 'parser-fast', deprecated: true },
    { name: 'told', description: 'a parser', publishedAt: '2012-01-01T00:00:00.000Z' },
    { name: '@acme/parser', deprecated: true },
  ]);
  expect(await namesFor(index, 'parser')).toEqual(['told', '@acme/parser', 'parser-fast']);
});

test('a deprecated package still comes first for its very name', async () => {
  const index = await indexOf([{ name: 'request', deprecated: true }, 'request-promise']);
  expect(await namesFor(index, 'request')).toEqual(['request', 'request-promise']);
});

test('the exact name is not preferred where the text says so', async () => {
  const index = await indexOf([{ name: 'request', deprecated: true }, 'request-promise']);
  expect(await namesFor(index, 'request boost-exact:false')).toEqual([
    'request-promise',
    'request',
  ]);
});

test('a name is found at every character while it is typed', async () => {
  const index = await indexOf(['@acme/date-picker', 'zoo']);
  for (const full of ['date-picker', 'picker', '@acme/date-picker', 'acme date pick']) {
    for (let typed = full.startsWith('@') ? 2 : 1; typed <= full.length; typed += 1) {
      expect(await namesFor(index, full.slice(0, typed))).toEqual(['@acme/date-picker']);
    }
  }
});

test('all words have to be there, in any order and place', async () => {
  const index = await indexOf([
    { name: 'webpack-loader', description: 'for yaml' },
    { name: 'yaml-loader' },
    { name: 'loader', keywords: ['webpack'] },
  ]);
  expect(await namesFor(index, 'yaml webpack')).toEqual(['webpack-loader']);
  expect(await namesFor(index, 'loader for the webpack')).toEqual(['webpack-loader', 'loader']);
});

test('a scoped package is found with and without its scope', async () => {
  const index = await indexOf(['@acme/utils', '@other/utils', 'utils']);
  expect(await namesFor(index, '@acme/utils')).toEqual(['@acme/utils']);
  expect((await namesFor(index, 'utils'))[0]).toBe('utils');
  expect((await namesFor(index, 'utils')).toSorted()).toEqual([
    '@acme/utils',
    '@other/utils',
    'utils',
  ]);
  expect(await namesFor(index, 'acme utils')).toEqual(['@acme/utils']);
});

test('dashes, dots and spaces make no difference', async () => {
  const index = await indexOf(['socket.io', 'react-dom', 'webpack']);
  for (const text of ['socketio', 'socket-io', 'socket io', 'SOCKET.IO']) {
    expect(await namesFor(index, text)).toEqual(['socket.io']);
  }
  expect(await namesFor(index, 'reactdom')).toEqual(['react-dom']);
  expect(await namesFor(index, 'web pack')).toEqual(['webpack']);
});

test('singular and plural find each other, but "express" is no plural', async () => {
  const index = await indexOf(['eslint-plugins', 'babel-plugin', 'express']);
  expect((await namesFor(index, 'plugin')).toSorted()).toEqual(['babel-plugin', 'eslint-plugins']);
  expect((await namesFor(index, 'plugins')).toSorted()).toEqual(['babel-plugin', 'eslint-plugins']);
  expect(await namesFor(index, 'express')).toEqual(['express']);
});

test('accents and capitals make no difference, and Chinese and Japanese are found by characters', async () => {
  const index = await indexOf([
    { name: 'menu', description: 'Le Café crème' },
    { name: 'store', description: '一个简单的数据库' },
    { name: 'input', keywords: ['日本語', 'ガイド'] },
    { name: 'words', description: 'Разбор слов' },
  ]);
  expect(await namesFor(index, 'CAFE')).toEqual(['menu']);
  expect(await namesFor(index, 'cafe\u0301')).toEqual(['menu']);
  expect(await namesFor(index, '数据')).toEqual(['store']);
  expect(await namesFor(index, '日本語')).toEqual(['input']);
  expect(await namesFor(index, 'ガイド')).toEqual(['input']);
  expect(await namesFor(index, 'разбор')).toEqual(['words']);
});

test('nothing typed lists everything, the best first', async () => {
  const index = await indexOf(['a', { name: 'b', description: 'Described' }]);
  expect(await namesFor(index, '')).toEqual(['b', 'a']);
  expect(await namesFor(index, '  \n')).toEqual(['b', 'a']);
});
