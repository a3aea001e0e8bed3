import { expect, test } from 'vitest';

import { readVersionPage } from '#domain/read-version-page.ts';

async function* chunksOf(document: object): AsyncGenerator<Uint8Array> {
  yield Buffer.from(JSON.stringify(document));
}

const documentOf = (document: object) => () => chunksOf(document);

const THOUSANDS = documentOf({
  versions: Object.fromEntries(
    Array.from({ length: 3000 }, (_, at) => [`1.0.${at}`, { dist: { unpackedSize: at } }]),
  ),
  'dist-tags': { latest: '1.0.2999' },
  time: { '1.0.2999': '2026-11-21T00:00:00.000Z' },
});

test('a page of thousands of versions has the highest first, and no more than was asked for', async () => {
  const first = await readVersionPage(THOUSANDS, { page: 1, size: 100 });
  expect(first).toMatchObject({ total: 3000, page: 1, pages: 30, tags: { latest: '1.0.2999' } });
  expect(first.shown).toHaveLength(100);
  expect(first.shown[0]).toEqual({
    version: '1.0.2999',
    publishedAt: '2026-11-21T00:00:00.000Z',
    unpackedSize: 2999,
    deprecated: undefined,
    attested: false,
  });
  const beyond = await readVersionPage(THOUSANDS, { page: 900, size: 100 });
  expect([beyond.page, beyond.shown.at(-1)?.version]).toEqual([30, '1.0.0']);
});

test('what no registry should say of a version is left out', async () => {
  const odd = documentOf({
    versions: {
      '1.0.0': { deprecated: 7, dist: { unpackedSize: 'much', attestations: [] } },
      '1.0.1': { deprecated: true, dist: null },
      __proto__x: {},
      'no version': {},
    },
    'dist-tags': { latest: 1, odd: '1.0.0' },
    time: { '1.0.0': { at: 'some time' } },
  });
  const { shown, tags, total } = await readVersionPage(odd, { page: 1, size: 100 });
  expect([total, tags]).toEqual([2, { odd: '1.0.0' }]);
  const nothing = { publishedAt: undefined, unpackedSize: undefined, attested: false };
  expect(shown).toEqual([
    { version: '1.0.1', ...nothing, deprecated: '' },
    { version: '1.0.0', ...nothing, deprecated: undefined },
  ]);
});
