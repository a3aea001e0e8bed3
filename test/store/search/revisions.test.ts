import { expect, test } from 'vitest';

import { documentOf, indexOf, namesFor, removeName, sizeOf } from './documents.ts';

test('a newer document takes the place of an older one, with all its words', async () => {
  const index = await indexOf([{ name: 'a', description: 'old words' }]);
  await index.save(documentOf({ name: 'a', rev: 2, description: 'new phrase' }));
  expect(await namesFor(index, 'phrase')).toEqual(['a']);
  expect(await namesFor(index, 'words')).toEqual([]);
  expect(await sizeOf(index)).toBe(1);
});

test('an older document that comes late changes nothing', async () => {
  const index = await indexOf([{ name: 'a', rev: 5, description: 'new' }]);
  await index.save(documentOf({ name: 'a', rev: 4, description: 'old' }));
  expect(await namesFor(index, 'old')).toEqual([]);
  expect(await namesFor(index, 'new')).toEqual(['a']);
});

test('the same revision may be saved again, as when all is built anew', async () => {
  const index = await indexOf([{ name: 'a', rev: 5 }]);
  await index.save(documentOf({ name: 'a', rev: 5, description: 'rendered otherwise' }));
  expect(await namesFor(index, 'otherwise')).toEqual(['a']);
});

test('a removed package is gone, and stays so for older documents that come late', async () => {
  const index = await indexOf([{ name: 'a', rev: 4 }]);
  await removeName(index, 'a', 5);
  expect(await namesFor(index, 'a')).toEqual([]);
  await index.save(documentOf({ name: 'a', rev: 4 }));
  await index.save(documentOf({ name: 'a', rev: 5 }));
  expect(await namesFor(index, 'a')).toEqual([]);
  await index.save(documentOf({ name: 'a', rev: 6 }));
  expect(await namesFor(index, 'a')).toEqual(['a']);
});

test('an older removal does not remove what was saved after it', async () => {
  const index = await indexOf([{ name: 'a', rev: 6 }]);
  await removeName(index, 'a', 5);
  expect(await namesFor(index, 'a')).toEqual(['a']);
});

test('a removal of what was never there still keeps older documents out', async () => {
  const index = await indexOf([]);
  await removeName(index, 'a', 9);
  await removeName(index, 'a', 3);
  await index.save(documentOf({ name: 'a', rev: 8 }));
  expect(await sizeOf(index)).toBe(0);
});

test('of many changes at once to one package the newest remains', async () => {
  const index = await indexOf([]);
  const revs = [3, 1, 7, 2, 9, 8, 5];
  await Promise.all([
    ...revs.map((rev) => index.save(documentOf({ name: 'a', rev, description: `word${rev}x` }))),
    removeName(index, 'a', 6),
  ]);
  expect(await namesFor(index, 'word9x')).toEqual(['a']);
  for (const rev of [3, 1, 7, 2, 8, 5]) expect(await namesFor(index, `word${rev}x`)).toEqual([]);
});

test('what was saved is found as soon as it is acknowledged', async () => {
  const index = await indexOf([]);
  for (let count = 0; count < 100; count += 1) {
    await index.save(documentOf({ name: `fresh-${count}` }));
    const { total } = await index.search({ text: 'fresh', from: 0, size: 1, sees: 'public' });
    expect(total).toBe(count + 1);
  }
});
